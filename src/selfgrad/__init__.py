"""selfgrad: gradient descent on yourself."""
