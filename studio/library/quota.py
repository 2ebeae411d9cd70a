"""How many bytes of audio a person keeps, with what their unfinished uploads have been promised."""

from django.conf import settings
from django.db.models import Q, Sum

from studio.accounts.models import User
from studio.errors import TooLarge
from studio.library.models import Sample, Upload

GIB = 1024**3


def used_bytes(user: User) -> int:
    """Masters, sources not yet decoded, and the declared lengths of unfinished uploads."""
    samples = Sample.objects.filter(owner=user)
    masters = samples.aggregate(total=Sum("master_bytes"))["total"] or 0
    sources = samples.filter(~Q(source_file="")).aggregate(total=Sum("source_bytes"))["total"] or 0
    promised = Upload.objects.filter(owner=user, sample=None).aggregate(total=Sum("length_bytes"))["total"] or 0
    return int(masters + sources + promised)


def require_space(user: User, wanted_bytes: int) -> None:
    """Raise TooLarge unless so many bytes more fit. Call it in a transaction that holds the person's row."""
    if sentence := lacking(user, wanted_bytes):
        raise TooLarge(sentence)


def lacking(user: User, wanted_bytes: int) -> str:
    """Why so many bytes more do not fit; empty when they do."""
    limit = settings.QUOTA_BYTES
    used = used_bytes(user)
    if used + wanted_bytes <= limit:
        return ""
    return (
        f"This needs {wanted_bytes / GIB:.2f} GB and you have {max(0, limit - used) / GIB:.2f} "
        f"of {limit / GIB:.0f} GB left. Delete samples that you do not need, then try again."
    )
