"""The stored form of a project's live document: Yjs updates, now and then compacted to a snapshot."""

from django.db import models

from studio.projects.models import Project


class DocumentUpdate(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="document_updates")
    data = models.BinaryField()
    is_snapshot = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["project", "id"])]

    def __str__(self) -> str:
        return f"{'snapshot' if self.is_snapshot else 'update'} of {self.project_id}"
