"""The WaveNet engine: datasets, training, checkpoints and generation of raw audio, as a library without any web."""
