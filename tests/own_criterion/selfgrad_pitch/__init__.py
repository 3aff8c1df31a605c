"""How far a sung note is from the one it should be, from a recording (WAV, 16 bits, one channel)."""

import math
import wave

import numpy as np

from selfgrad.errors import BadInput
from selfgrad.losses import Measure, number_against_target
from selfgrad.own_criteria import Output

A4 = 440.0  # Hz
QUARTER_TONE = 50  # cents; so far off, nothing is right


def pitch(output: Output) -> Measure:
    """Against the A of a tuning fork."""
    return off_by(frequency(output), A4)


def note(output: Output) -> Measure:
    """Against the frequency that is typed: `selfgrad loss 220`."""
    if not output.value:
        raise BadInput("Which note was it?", "Type its frequency, as in `selfgrad loss 220`.")
    return off_by(frequency(output), float(output.value))


note.takes_value = True  # what is typed goes to the criterion, and is not the loss


def off_by(hertz: float, target: float) -> Measure:
    cents = 1200 * math.log2(hertz / target)
    return number_against_target(round(cents), 0, tolerance=QUARTER_TONE, unit="cents")


def frequency(output: Output) -> float:
    """Hertz: the first delay, within what is sung, at which the wave is most like itself."""
    if output.path is None:
        raise BadInput("There is no recording.", "Hand it over: `selfgrad forward --file F.wav`.")
    with wave.open(output.path) as file:
        rate, sound = file.getframerate(), np.frombuffer(file.readframes(16_384), "<i2")
    power = np.abs(np.fft.rfft(sound, 2 * len(sound))) ** 2
    alike = np.fft.irfft(power)[: len(sound)]
    low, high = rate // 1000, rate // 70
    at = low + int(np.argmax(alike[low:high]))
    left, top, right = alike[at - 1 : at + 2]  # the top lies between two samples: a parabola
    return rate / (at + (left - right) / (2 * (left - 2 * top + right)))
