"""`python -m selfgrad`, where the command is not on the PATH."""

import sys

from selfgrad.cli.capture import main

if __name__ == "__main__":
    sys.exit(main())
