"""Gives one person more or fewer hours of training than the others."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from studio.accounts.models import User
from studio.jobs.allowance import allowance_of


class Command(BaseCommand):
    help = "training_hours NAME HOURS: how many hours NAME may train (0: no limit, “site”: as everybody)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("hours", nargs="?", help="a number, 0 for no limit, or “site”; nothing shows what is used")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Nobody here is called “{options['name']}”.")
        if options["hours"] is not None:
            user.training_hours = _hours(options["hours"])
            user.save(update_fields=["training_hours"])
        found = allowance_of(user)
        limit = "no limit" if found.limit_seconds is None else f"{found.limit_seconds / 3600:g} h"
        self.stdout.write(f"{user.username}: {found.used_seconds / 3600:.1f} h used, {limit}.")


def _hours(text: str) -> float | None:
    if text == "site":
        return None
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0.0 <= hours < 1e6:
        raise CommandError(f"“{text}” is no number of hours. Give one, 0 for no limit, or “site”.")
    return hours
