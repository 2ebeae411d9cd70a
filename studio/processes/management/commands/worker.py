"""One more worker for a running studio: on this machine or another one, with a GPU or without."""

import os
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from studio.celery import app
from studio.jobs.queue import QUEUES
from studio.processes.supervisor import environment_of_children, worker_command

PATIENCE_SECONDS = 5


class Command(BaseCommand):
    help = "Join a running studio as one more worker (see docs/workers.md). Ctrl-C hands its work back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="train,generate", help="of " + ", ".join(sorted(QUEUES.values())))

    def handle(self, *args: Any, **options: Any) -> None:
        queues = _queues(options["queues"])
        _require_database()
        _require_broker()
        _require_storage()
        command = [str(part) for part in worker_command("joined", ",".join(queues))]
        self.stdout.write(f"Waiting for work: {', '.join(queues)}.")
        self.stdout.flush()
        os.execvpe(command[0], command, environment_of_children())


def _queues(text: str) -> list[str]:
    known = sorted(set(QUEUES.values()))
    wanted = [word for word in text.replace(",", " ").split() if word]
    if unknown := [word for word in wanted if word not in known]:
        raise CommandError(f"There is no queue “{unknown[0]}”. Choose of {', '.join(known)}.")
    if not wanted:
        raise CommandError(f"Choose at least one queue of {', '.join(known)}.")
    return wanted


def _require_database() -> None:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        said = str(error).splitlines()[0]
        raise CommandError(f"The database cannot be reached ({said}). Set DATABASE_URL to the studio's.") from None
    if missing:
        raise CommandError(
            "The database is not that of a running studio of this version. Set DATABASE_URL to the studio's, and "
            "update whichever of the two is older."
        )


def _require_broker() -> None:
    try:
        with app.connection_for_read(connect_timeout=PATIENCE_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
    except Exception as error:
        said = (str(error) or type(error).__name__).splitlines()[0]
        raise CommandError(f"The broker cannot be reached ({said}). Set REDIS_URL to the studio's.") from None


def _require_storage() -> None:
    try:
        default_storage.delete(default_storage.save("workers/hello", ContentFile(b"hello")))
    except Exception as error:
        said = (str(error) or type(error).__name__).splitlines()[0]
        raise CommandError(f"The studio's files cannot be written ({said}). See docs/workers.md, “Files”.") from None
