"""The stored form of a project's live document: Yjs updates, now and then compacted to a snapshot; and who did what."""

from django.conf import settings
from django.db import models

from studio.projects.models import Project


class DocumentUpdate(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="document_updates")
    data = models.BinaryField()
    is_snapshot = models.BooleanField(default=False)
    is_described = models.BooleanField(default=False)  # its `Change` has been written
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["project", "id"])]

    def __str__(self) -> str:
        return f"{'snapshot' if self.is_snapshot else 'update'} of {self.project_id}"


class Change(models.Model):
    """What somebody did to the document, as `studio.collaboration.differences` tells it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deeds = models.JSONField()  # [{"verb", "kind", "count", "ids"}, …]
    times = models.IntegerField(default=1)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "-id"])]

    def __str__(self) -> str:
        return ", ".join(f"{deed['verb']} {deed['count']} {deed['kind']}" for deed in self.deeds)
