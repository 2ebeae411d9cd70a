"""Who a request comes from: the session's person, with the CSRF token checked on every write."""

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from studio.accounts.models import User


class SessionAuthentication(authentication.SessionAuthentication):
    """Answers 401, not 403, to whoever is not signed in; checks the CSRF token of anonymous writes too
    (signing somebody in to another's account is an attack as well)."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user = getattr(request._request, "user", AnonymousUser())
        if request.method not in SAFE_METHODS:
            self.enforce_csrf(request)
        if not isinstance(user, User) or not user.is_active:
            return None
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the API's description how one signs in."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
