"""The whole studio in one command: database, broker, workers, upkeep and web server."""

import logging
import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser

from studio import environment
from studio.processes import port, valkey
from studio.processes.lock import only_studio
from studio.processes.supervisor import Supervisor, environment_of_children, web_command, worker_command
from studio.processes.upkeep import keep_up
from studio.projects import starter

logger = logging.getLogger(__name__)

START_SECONDS = 60.0
TEND_SECONDS = 0.3


class Command(BaseCommand):
    help = "Run everything: migrate, the embedded broker, the workers, the upkeep and the site. Ctrl-C stops all of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        with only_studio(settings.DATA_DIR):
            port.require_free(options["host"], options["port"])
            self.run_all(options["host"], options["port"], stop)

    def run_all(self, host: str, number: int, stop: threading.Event) -> None:
        os.chdir(settings.BASE_DIR)
        call_command("migrate", verbosity=0)
        children = environment_of_children()
        supervisor = Supervisor(children)
        upkeep = threading.Thread(target=keep_up, args=(stop,), name="upkeep")
        try:
            if not environment.text("REDIS_URL"):
                supervisor.add(lambda: valkey.start(settings.DATA_DIR, children), needed=True)
            supervisor.add_command("training worker", lambda: worker_command("train", "train"))
            supervisor.add_command("sounding worker", lambda: worker_command("sound", "play,generate", processes=2))
            supervisor.add_command("rendering worker", lambda: worker_command("render", "render,analysis"))
            web = supervisor.add_command("web server", lambda: web_command(host, number))
            if not environment.flag("WITHOUT_STARTER"):
                _install_starter()
            if not port.wait_for(host, number, START_SECONDS, lambda: web.exit_status is None and not stop.is_set()):
                if stop.is_set():
                    return
                raise CommandError("The web server did not start: look at the lines above for the reason.")
            upkeep.start()
            self.stdout.write(f"Overhear is at http://{host}:{number}")
            self.stdout.flush()
            while not stop.wait(TEND_SECONDS):
                supervisor.tend()
        finally:
            stop.set()
            supervisor.stop()
            if upkeep.is_alive():
                upkeep.join()


def _install_starter() -> None:
    """A first piece that cannot be installed keeps nobody from their own."""
    try:
        starter.install()
    except Exception:
        logger.exception("The first piece was not installed")
