"""The upkeep alone, for a site whose processes are started one by one."""

import signal
import threading
from typing import Any

from django.core.management import BaseCommand

from studio.processes.upkeep import keep_up


class Command(BaseCommand):
    help = "Bring lost jobs back to their queue and drop abandoned uploads, every ten seconds until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        keep_up(stop)
