"""The numbers of insight against their targets: what each bench of a number returns."""

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table; `met` is None where there is nothing to be met."""

    name: str
    figure: str
    target: str
    met: bool | None
