"""How often one person, or one address, may do something; the rates stand in the settings."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView


class Throttle(SimpleRateThrottle):
    """Counts by person when signed in, else by network address."""

    unsafe_methods_only = True

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        if self.unsafe_methods_only and request.method in {"GET", "HEAD", "OPTIONS"}:
            return None
        user = request.user
        who = str(user.pk) if user is not None and user.is_authenticated else self.get_ident(request)
        return f"throttle:{self.scope}:{who}"

    def get_ident(self, request: Request) -> str:
        """The peer's address; behind a proxy of our own, the one that this proxy saw.

        Whatever else stands in X-Forwarded-For was written by the client and would let it pass as anybody.
        """
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if settings.SECURE_PROXY_SSL_HEADER and forwarded:
            return str(forwarded.split(",")[-1].strip())
        return str(request.META.get("REMOTE_ADDR", ""))


class SignInThrottle(Throttle):
    scope = "sign-in"


class SignUpThrottle(Throttle):
    scope = "sign-up"


class UploadThrottle(Throttle):
    scope = "upload"


class JobThrottle(Throttle):
    scope = "job"


class StretchThrottle(Throttle):
    scope = "stretch"


class SearchThrottle(Throttle):
    scope = "search"
    unsafe_methods_only = False
