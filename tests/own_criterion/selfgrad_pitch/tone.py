"""A note to try with: `python -m selfgrad_pitch.tone 445 take.wav`."""

import sys
import wave

import numpy as np

hertz, path = float(sys.argv[1]), sys.argv[2]
wave_of_it = np.sin(2 * np.pi * hertz * np.arange(22_050) / 22_050)
with wave.open(path, "wb") as file:
    file.setparams((1, 2, 22_050, 0, "NONE", ""))
    file.writeframes((12_000 * wave_of_it).astype("<i2").tobytes())
