"""Keeps the studio's processes running, and stops them in order."""

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from django.core.management.base import CommandError

from studio.processes.child import Child

MAX_MESSAGE_BYTES = 4 * 1024**2 + 1024  # the largest websocket message: an update of 4 MiB and its frame
PATIENCE_SECONDS = 10.0
MOST_RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0

# Celery warns of root because of pickled messages, which are not accepted here.
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"

logger = logging.getLogger(__name__)


def worker_command(name: str, queues: str, processes: int = 1) -> list[str | Path]:
    """A Celery worker of so many forked processes; the node's name is its own at every start."""
    return [
        sys.executable, "-m", "celery", "-q", "-A", "studio.celery", "worker",
        "--pool", "prefork", "--concurrency", str(processes), "--queues", queues, "--loglevel", "WARNING",
        "--hostname", f"{name}-{uuid4().hex[:8]}@%h", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def web_command(host: str, port: int) -> list[str | Path]:
    return [
        sys.executable, "-m", "uvicorn", "studio.asgi:application", "--host", host, "--port", str(port),
        "--ws-max-size", str(MAX_MESSAGE_BYTES), "--timeout-graceful-shutdown", "3", "--lifespan", "off",
        "--log-level", "warning", "--no-server-header",
    ]  # fmt: skip


@dataclass
class Role:
    """A process that has to run: how to start it, whether the others need it, and when it was started again."""

    start: Callable[[], Child]
    needed: bool
    child: Child | None = None
    restarts: list[float] = field(default_factory=list)


class Supervisor:
    """Roles start in the order in which they are added. They stop together; those that the others need, after them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._roles: list[Role] = []

    def add(self, start: Callable[[], Child], needed: bool = False) -> Child:
        role = Role(start, needed)
        self._roles.append(role)
        role.child = start()
        return role.child

    def add_command(self, name: str, command: Callable[[], list[str | Path]]) -> Child:
        return self.add(lambda: Child(name, command(), self._environment))

    def tend(self) -> None:
        """Starts again what ended; `CommandError` for a process that does not stay up."""
        for role in self._roles:
            if role.child is None or role.child.exit_status is None:
                continue
            now = time.monotonic()
            role.restarts = [at for at in role.restarts if now - at < RESTART_WINDOW_SECONDS] + [now]
            if len(role.restarts) > MOST_RESTARTS:
                raise CommandError(f"The {role.child.name} does not stay up: look at the lines above for the reason.")
            logger.warning("The %s ended (%s) and is started again.", role.child.name, role.child.exit_status)
            role.child = role.start()

    def stop(self) -> None:
        for role in self._roles:
            if role.child is not None and not role.needed:
                role.child.end()
        for role in reversed(self._roles):
            if role.child is not None:
                role.child.stop(PATIENCE_SECONDS)


def environment_of_children() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "studio.settings",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": ROOT_IS_FINE,
        "GOMP_SPINCOUNT": "1000",  # torch's threads must not spin for long while they wait: others need the cores
    }
