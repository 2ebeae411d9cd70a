"""Who uses the studio."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person: a name and a password; no e-mail is asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The site's own account, which owns the starter sounds, cannot sign in.
    is_site = models.BooleanField(default=False)
    training_hours = models.FloatField(null=True)  # instead of the site's TRAINING_HOURS; 0: no limit
