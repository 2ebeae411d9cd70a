"""People as the pages see them."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework import serializers

from studio.accounts.models import User


class PersonSerializer(serializers.ModelSerializer[User]):
    name = serializers.CharField(source="username", read_only=True)

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


class AccountSerializer(serializers.Serializer[Any]):
    """Who is signed in; `user` is null when nobody is."""

    user = PersonSerializer(allow_null=True, read_only=True)


class CredentialsSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, write_only=True)


def account_of(user: User | AnonymousUser) -> dict[str, Any]:
    """The Account answer for whoever sent the request."""
    return dict(AccountSerializer({"user": user if isinstance(user, User) else None}).data)
