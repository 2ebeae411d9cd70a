"""What has to be done now and then: bring lost jobs back, clear away what was left unfinished."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from studio.jobs import reaper
from studio.library import sweep
from studio.projects import stretches
from studio.tasks import files

SWEEP_SECONDS = 60.0

logger = logging.getLogger(__name__)


def keep_up(stop: threading.Event, interval_seconds: float = reaper.INTERVAL_SECONDS) -> None:
    """Runs until `stop` is set. A round that fails is logged, and the next one tries again."""
    sweep_at = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            reaper.reap()
            if time.monotonic() >= sweep_at:
                sweep.sweep()
                files.sweep()
                stretches.sweep()
                sweep_at = time.monotonic() + SWEEP_SECONDS
        except Exception:
            logger.exception("A round of upkeep failed")
        stop.wait(interval_seconds)
    connection.close()
