"""Puts a model into a data folder without training it: `python -m studio.bench.planting PERSON [PRESET [CLASS …]]`.

Its weights are random, so it only makes noise, as fast as one that has learned. Prints the model's id.
"""

import os
import sys
import tempfile
from pathlib import Path


def plant(owner_name: str, preset_name: str = "small", classes: tuple[str, ...] = (), controls: bool = False) -> str:
    """Needs Django to be set up; the person has to exist."""
    import numpy as np
    from django.core.files import File
    from django.core.files.storage import default_storage

    from generation.checkpoint import TrainingState, save_checkpoint
    from generation.presets import config_for, preset_named
    from studio.accounts.models import User
    from studio.wavenets.models import Checkpoint, Wavenet

    config = config_for(preset_named(preset_name), classes=classes)
    if controls:
        config = config.model_validate(config.model_dump() | {"controls": ("loudness", "pitch")})
    random = np.random.default_rng(1)
    weights = {
        name: (random.standard_normal(shape) / max(1.0, np.prod(shape[1:]) ** 0.5)).astype(np.float32)
        for name, shape in config.parameter_shapes.items()
    }
    moments = {f"{moment}.{name}": array for name, array in weights.items() for moment in ("mean", "square")}
    wavenet = Wavenet.objects.create(
        owner=User.objects.get(username=owner_name), name=f"Untrained, {preset_name}", preset=preset_name,
        classes=list(classes), sample_rate_hz=config.sample_rate_hz, plan={"controls": list(config.controls)},
        receptive_field_samples=config.receptive_field_samples, receptive_field_ms=config.receptive_field_ms,
        parameter_count=config.parameter_count, steps_planned=1, steps_done=1,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        state = TrainingState(0, 5.5, 5.5, "")
        path = save_checkpoint(
            Path(folder), config, 1, weights, moments, state, validation_loss_nats=None, auditioned=False
        )
        with path.open("rb") as file:
            stored = default_storage.save(f"wavenets/{wavenet.id}/{path.name}", File(file))
    Checkpoint.objects.create(wavenet=wavenet, step=1, file=stored)
    return str(wavenet.id)


def main(words: list[str]) -> int:
    import django

    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    controls = "--controls" in words
    owner, *rest = [word for word in words if word != "--controls"]
    print(plant(owner, rest[0] if rest else "small", tuple(rest[1:]), controls))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
