"""Every write to accounts: making one, signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError

from studio.accounts.models import User
from studio.errors import invalid

SHORTEST_NAME = 2
LONGEST_NAME = 40


def sign_up(name: str, password: str) -> User:
    """Make an account. Raises ValidationError with a sentence for the field at fault."""
    name = User.normalize_username(name.strip())
    _check_name(name)
    user = User(username=name)
    try:
        validate_password(password, user)
    except DjangoValidationError as error:
        raise invalid("password", " ".join(error.messages)) from None
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise _taken(name) from None
    return user


def sign_in(request: HttpRequest, name: str, password: str) -> User:
    """Sign somebody in to this session. Raises ValidationError when name and password do not fit."""
    user = authenticate(request, username=User.normalize_username(name.strip()), password=password)
    if not isinstance(user, User) or user.is_site:
        raise ValidationError({"non_field_errors": ["That name and password do not fit together. Check both."]})
    login(request, user)
    return user


def sign_out(request: HttpRequest) -> None:
    logout(request)


def _check_name(name: str) -> None:
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise invalid("name", f"Choose a name of {SHORTEST_NAME} to {LONGEST_NAME} characters.")
    try:
        User.username_validator(name)
    except DjangoValidationError:
        raise invalid("name", "Choose a name of letters, digits and @ . + - _ only.") from None
    # Names that differ only in case would pass for each other.
    if User.objects.filter(username__iexact=name).exists():
        raise _taken(name)


def _taken(name: str) -> ValidationError:
    return invalid("name", f"The name “{name}” is taken. Choose another one.")
