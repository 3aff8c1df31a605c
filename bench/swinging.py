"""How often the signs of swinging are right, and wrong: python bench/swinging.py [--short].

Residuals are made with a known fault or none; then the whole way, from losses through the learning
curve's own residuals, is walked with nothing wrong.
"""

import numpy as np
from insight import Row, alone
from past_self import noise, said, share, within

from selfgrad.insight import curve, swings


def rows(short: bool, data: str | None) -> list[Row]:
    """All lines; nothing here reads `data`."""
    del data
    records = 200 if short else 2000
    return [
        _false_alarms(0.3, records // 4),
        _false_alarms(0.0, records // 10),
        _delay(0.3, records),
        _oscillation_wrong(0.0, 4 * records),
        _oscillation_wrong(0.3, 4 * records),
        _overcorrected(4 * records),
        *(_growth(memory, tail, 4 * records) for memory, tail in ((0.3, 0), (0.0, 4))),
        _grown(4 * records),
        *(_plateau(change, records) for change in (0.0, 1.0, 2.0)),
        _young(records),
        *_whole(records // 4),
    ]


def _signs(residuals: np.ndarray) -> set[str]:
    nothing = np.full(len(residuals), np.nan)
    return {sign.kind for sign in swings.watch(residuals, nothing, np.zeros(len(residuals)))}


def _until_alarm(residuals: np.ndarray) -> int:
    """Rounds to the first alarm. `watch` looks at one moment; its sum is followed here and checked there."""
    total = 0.0
    for i, surprise in enumerate(np.clip(residuals, -3, 3).tolist()):
        total = max(0.0, total + surprise - 0.5)
        if total > 5:
            assert swings.DIVERGENCE in _signs(residuals[: i + 1])
            return i + 1
    return len(residuals)


def _median(counts: list[int]) -> tuple[float, float]:
    """A median and its Monte-Carlo standard error, from order statistics."""
    ordered, n = np.sort(counts), len(counts)
    half = max(int(np.sqrt(n) / 2), 1)
    return float(np.median(ordered)), float(ordered[n // 2 + half] - ordered[n // 2 - half]) / 2


def _false_alarms(memory: float, records: int) -> Row:
    rng = np.random.default_rng(1)
    median, error = _median([_until_alarm(noise(rng, memory, 1200)) for _ in range(records)])
    return Row(
        f"divergence, autocorrelation {memory}: rounds to a false alarm, median",
        f"{median:.0f} ± {error:.0f}",
        "at least 130" if memory else "",
        median + 3 * error >= 130 if memory else None,
    )


def _delay(memory: float, records: int) -> Row:
    rng = np.random.default_rng(2)
    median, error = _median([_until_alarm(1 + noise(rng, memory, 400)) for _ in range(records)])
    return Row(
        f"divergence, +1 sd, autocorrelation {memory}: rounds to the alarm, median",
        f"{median:.0f} ± {error:.1f}",
        "at most 9",
        median - 3 * error <= 9,
    )


def _oscillation_wrong(memory: float, records: int) -> Row:
    rng = np.random.default_rng(3)
    found = [
        share(swings.OSCILLATION in _signs(noise(rng, memory, n)) for _ in range(records))
        for n in (12, 20)
    ]
    return Row(
        f"oscillation, none there, autocorrelation {memory}, 12 and 20 rounds",
        ", ".join(map(said, found)),
        "at most 0.05",
        all(within(one, 0, 0.05) for one in found),
    )


def _overcorrected(records: int) -> Row:
    """Every error is corrected in full in the next round."""
    rng = np.random.default_rng(4)
    found = share(
        swings.OSCILLATION in _signs(np.diff(rng.normal(size=21))) for _ in range(records)
    )
    return Row(
        "oscillation, full over-correction, 20 rounds: seen",
        said(found),
        "at least 0.65",
        within(found, 0.65, 1),
    )


def _growth(memory: float, tail: int, records: int) -> Row:
    rng = np.random.default_rng(5)
    fresh = (
        (rng.standard_t(tail, 28) / np.sqrt(tail / (tail - 2)) if tail else noise(rng, memory, 28))
        for _ in range(records)
    )
    found = share(swings.GROWTH in _signs(one) for one in fresh)
    kind = f"tails of t{tail}" if tail else f"autocorrelation {memory}"
    return Row(
        f"swings grow, they do not, {kind}",
        said(found),
        "at most 0.05" if not tail else "",
        within(found, 0, 0.05) if not tail else None,
    )


def _grown(records: int) -> Row:
    rng = np.random.default_rng(6)
    size = np.r_[np.ones(20), np.full(8, 2.0)]
    found = share(swings.GROWTH in _signs(rng.normal(size=28) * size) for _ in range(records))
    return Row("swings grow, to twice the sd: seen", said(found), "", None)


def _flat(losses: np.ndarray) -> bool:
    blank = np.full(len(losses), np.nan)
    found = swings.watch(blank, losses, np.zeros(len(losses)))
    return any(sign.kind in (swings.PLATEAU, swings.NO_CHANGE) for sign in found)


def _plateau(change: float, records: int) -> Row:
    rng = np.random.default_rng(7)
    fall = -change * np.arange(150) / 149
    found = share(_flat(fall + noise(rng, 0.0, 150)) for _ in range(records))
    if change:
        return Row(
            f"plateau, loss falls by {change:.0f} sd in 150 rounds: said",
            said(found),
            "at most 0.10",
            within(found, 0, 0.1),
        )
    return Row("plateau, 150 rounds without a change: said", said(found), "", None)


def _young(records: int) -> Row:
    rng = np.random.default_rng(8)
    said_early = sum(_flat(rng.normal(size=19)) for _ in range(records))
    return Row(
        "plateau or no visible change, 19 rounds: said", str(said_early), "never", said_early == 0
    )


def _whole(records: int) -> list[Row]:
    """40 rounds of an ordinary learner, from losses to signs."""
    rng = np.random.default_rng(9)
    kinds = [swings.DIVERGENCE, swings.OSCILLATION, swings.GROWTH]
    found: dict[str, list[bool]] = {kind: [] for kind in kinds}
    for _ in range(records):
        losses = np.clip(0.3 + 0.4 * np.exp(-np.arange(40) / 12) + 0.08 * noise(rng, 0.1, 40), 0, 1)
        residuals = curve.run(curve.begin(bounded=True), losses)[1].residual
        signs = {sign.kind for sign in swings.watch(residuals, losses, np.zeros(40))}
        for kind in kinds:
            found[kind].append(kind in signs)
    return [
        Row(f"{kind}, ordinary learning, after 40 rounds: said", said(share(hits)), "", None)
        for kind, hits in found.items()
    ]


if __name__ == "__main__":
    alone(__doc__, rows)
