"""The headers that keep the pages to themselves: nothing from elsewhere, nothing framed, only our microphone use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob: data:",
    "font-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


class ContentSecurityPolicy:
    """Adds the Content-Security-Policy and the Permissions-Policy to every answer."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", content_security_policy(request))
        response.setdefault("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()")
        return response


def content_security_policy(request: HttpRequest) -> str:
    """The policy for an answer to this request; `ws:` of the same host is named for browsers that need it."""
    scheme = "wss" if request.is_secure() else "ws"
    policy = {**POLICY, "connect-src": f"'self' {scheme}://{request.get_host()}"}
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())
