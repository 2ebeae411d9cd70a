"""A child process of the studio: its own process group, tied to our life, its output in our log."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.processes.lifeline import die_with


class Child:
    """Started at once. Ctrl-C in a terminal reaches only the studio, which stops its children in order."""

    def __init__(self, name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        parent_id = os.getpid()

        def prepare() -> None:
            os.setpgid(0, 0)
            die_with(parent_id)

        self.name = name
        self._process = subprocess.Popen(
            [str(part) for part in command], env=dict(environment), stdin=subprocess.DEVNULL, preexec_fn=prepare
        )

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """SIGTERM, without waiting for what comes of it."""
        if self.exit_status is None:
            self._process.terminate()

    def stop(self, patience_seconds: float) -> None:
        """SIGTERM, and SIGKILL to its whole group when it takes too long."""
        self.end()
        try:
            self._process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, 9)
            self._process.wait()
