"""What really happened when a command ran, as a loss: tests failed out of executed, or the exit code.

Pure functions over the output, the exit code and a report; nothing here runs a command.

>>> outcome = read(["pytest", "-q"], "..F\\n1 failed, 2 passed in 0.05s\\n", 1)
>>> measure(outcome).words
'1 failed of 3 tests (pytest), loss 0.33'
"""

from selfgrad.outcomes.judging import measure
from selfgrad.outcomes.numbers import number_in
from selfgrad.outcomes.reading import read
from selfgrad.outcomes.runs import Outcome

__all__ = ["Outcome", "measure", "number_in", "read"]
