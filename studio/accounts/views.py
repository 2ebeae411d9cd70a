"""Who is signed in, signing in and signing out. Signing up is in studio.projects: it gives a first piece."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts import actions
from studio.accounts.serializers import AccountSerializer, CredentialsSerializer, account_of
from studio.throttling import SignInThrottle


class Account(APIView):
    permission_classes = [AllowAny]

    @method_decorator([ensure_csrf_cookie, never_cache])
    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        return Response(account_of(request.user))


class SignIn(APIView):
    permission_classes = [AllowAny]
    throttle_classes = [SignInThrottle]

    @extend_schema(request=CredentialsSerializer, responses=AccountSerializer)
    def post(self, request: Request) -> Response:
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = actions.sign_in(request._request, **credentials.validated_data)
        return Response(account_of(user))


class SignOut(APIView):
    permission_classes = [AllowAny]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        actions.sign_out(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)
