"""Signing up: an account, a session, and a first piece to play with."""

from django.contrib.auth import login
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts import actions
from studio.accounts.serializers import AccountSerializer, CredentialsSerializer, account_of
from studio.projects.starter import give_first_piece
from studio.throttling import SignUpThrottle


class SignUp(APIView):
    permission_classes = [AllowAny]
    throttle_classes = [SignUpThrottle]

    @extend_schema(request=CredentialsSerializer, responses={201: AccountSerializer})
    def post(self, request: Request) -> Response:
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        with transaction.atomic():
            user = actions.sign_up(**credentials.validated_data)
            give_first_piece(user)
        login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
        return Response(account_of(user), status=status.HTTP_201_CREATED)
