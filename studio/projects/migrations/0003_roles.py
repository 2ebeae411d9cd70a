"""Commenters between editors and those who only listen; invitations that expire."""

from typing import Any

from django.db import migrations, models

RENAMED = (("viewer", "listener"),)


def rename(apps: Any, pairs: tuple[tuple[str, str], ...]) -> None:
    for before, after in pairs:
        for model in ("Membership", "Invitation"):
            apps.get_model("projects", model).objects.filter(role=before).update(role=after)


def forwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, RENAMED)


def backwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, (*((after, before) for before, after in RENAMED), ("commenter", "viewer")))


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_stretched_sounds")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("owner", "Owner"),
                    ("editor", "Editor"),
                    ("commenter", "Commenter"),
                    ("listener", "Listener"),
                ],
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[("editor", "editor"), ("commenter", "commenter"), ("listener", "listener")],
                default="editor",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="expires_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(forwards, backwards),
    ]
