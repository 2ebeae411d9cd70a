"""Where the doctor draws its lines, and why there.

Calibrated on the spoken digits of four speakers, on white and pink noise added to them at 0 to 30 dB, on hum, chords,
cut tops and clicks, and on a set mixed of all these. Figures of “speech” below are of those speakers.
"""

VOICED = 0.27
"""Mean voicing: noise and textures stay at 0.20 or below, speech and the babble of trained networks begin at 0.27."""

UNVOICED = 0.2
"""A file under this is noise, whatever the others are."""
NOISE_SHARE = 0.15
"""Of the seconds: as much noise as that between voices is heard in what a network gives."""
LONG_ENOUGH_SECONDS = 1.0
"""Of a shorter file neither voicing nor background are known well enough to blame it."""

NOISY_DB = 15.0
"""Foreground over noise floor: speech has 18 to 49 dB; white noise 10 dB under it brings it to 14, heard all along."""
VERY_NOISY_DB = 7.0
"""Noise as loud as the voice gives 6 dB, pink noise by itself 6 to 7."""

DIVERSE_DB = 7.0
"""Distance of passages from the set's centre: four speakers together have 4 dB, single ones 3 to 5."""
VERY_DIVERSE_DB = 10.0
"""Noise, hum, a tone and a voice in one set have 11 dB."""
FAR_DB = 9.0
"""A file so far from the centre sounds like none of the others …"""
FAR_TIMES = 2.5
"""… when it is also so many times further than half of them; the farthest digits of a speaker stay under both."""

HUM_DB = 12.0
"""Lines over what is beside them: recordings without hum have 1 to 7 dB."""
HUM_SHARE = 0.5
"""With half of the energy in the lines, hum is what the set consists of; voices have a tenth there by chance."""

CLIPPED_SHARE = 1e-3
"""One sample in a thousand on cut tops is heard as roughness; a voice turned up by 12 dB has 30 in a thousand."""
FEWEST_CUTS = 3
"""Two flat tops happen by chance in files with coarse steps."""
CLICKS_PER_SECOND = 3.0
"""Generated audio that is heard as crackling begins there; speech has under 1."""

QUIET_DBFS = -50.0
"""RMS of what is kept: there the 256 µ-law classes leave 30 dB between sound and hiss, and 200 of them are unused."""
COARSE = 256
"""Levels; a network with 16 bits of them has enough for soft sounds too."""
UNEVEN_DB = 20.0
"""Between the loudest and the softest twentieth of the files: the soft ones hardly count in the loss of the loud."""
OFFSET = 5e-3
"""Share of full scale, -46 dBFS: steps that the network spends on a constant, and silence that never falls silent."""
LARGE_OFFSET = 5e-2

DROPPED_SHARE = 0.5
"""When most of a set goes unheard, somebody should know before the training."""
LOWER_BY_DB = 20.0
"""How far under the threshold sound may lie and still be worth keeping."""
LITTLE_SECONDS = 60.0
"""Under a minute nothing can be held out, and a small network has a parameter for every third sample."""
ENOUGH_SECONDS = 240.0
"""Measured: four minutes of one speaker babble after twenty minutes of training."""
FEW_EPOCHS = 1.0
"""A training that does not even hear all of its material once is better spent on a part of it."""
GOOD_EPOCHS = 20
"""Measured: 2,500 steps, 20 epochs of those four minutes, gave takes that are more voiced than noise."""

DUPLICATE_SHARE = 0.1
"""Of what is kept: so much twice tilts the whole towards it."""
CLASS_RATIO = 5.0
"""Largest to smallest class, in seconds: batches are drawn by length, so a small class is seldom heard."""
SPARE_BAND = 0.6
"""Bandwidth under this share of half the model's rate: a lower rate loses nothing and saves the rest of the time."""
LOST_BAND = 1.5
"""Bandwidth over this many times half the model's rate: the recordings have an octave that the model will not have."""
