"""What it takes to go on exactly, in the storage: the next worker may be on another machine."""

import shutil
import time
from pathlib import Path

from generation.checkpoint import checkpoint_path, resumable_checkpoints, state_path
from studio.wavenets import results
from studio.wavenets.models import Checkpoint, Wavenet

KEEP_SECONDS = 300.0


class KeptState:
    """The training state of one wavenet, in the storage and in this machine's folder."""

    def __init__(self, wavenet: Wavenet, folder: Path) -> None:
        self._wavenet, self._folder = wavenet, folder
        self._kept_at = time.monotonic()

    def bring(self) -> None:
        """Fetches it where another worker came further than this machine's folder; what is not whole, is left."""
        wavenet = self._wavenet
        here = next(iter(resumable_checkpoints(self._folder)), None)
        if not wavenet.state_file or wavenet.state_step is None or (here and here.step >= wavenet.state_step):
            return
        row = Checkpoint.objects.filter(wavenet=wavenet, step=wavenet.state_step).first()
        if row is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        weights = checkpoint_path(self._folder, row.step)
        for stored, path in ((wavenet.state_file, state_path(weights)), (row.file, weights)):
            try:
                with stored.open("rb") as source, path.with_name(path.name + ".part").open("wb") as target:
                    shutil.copyfileobj(source, target)
            except OSError:
                return
            path.with_name(path.name + ".part").replace(path)

    def keep(self, certainly: bool = False) -> None:
        """Stores the newest, every few minutes, and when the work here ends."""
        if not certainly and time.monotonic() - self._kept_at < KEEP_SECONDS:
            return
        self._kept_at = time.monotonic()
        newest = next(iter(resumable_checkpoints(self._folder)), None)
        if newest is not None:
            results.keep_state(self._wavenet.id, newest.step, state_path(newest.path))
