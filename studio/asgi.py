"""The ASGI application: Django's views, and the two kinds of sockets."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
pages = get_asgi_application()

from studio.bodies import LimitedBodies  # noqa: E402
from studio.sockets import urlpatterns  # noqa: E402 - needs the apps to be loaded

if "*" in settings.ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS=* would let any site open sockets: name the hosts of this site.")

sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(urlpatterns)))
application = ProtocolTypeRouter({"http": LimitedBodies(pages), "websocket": sockets})
