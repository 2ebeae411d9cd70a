"""How a request is refused: always `{"detail": one sentence}`, with `fields` when inputs are at fault."""

import logging
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

logger = logging.getLogger(__name__)

NOT_HERE = "That is not here, or it is not yours to see."
SIGN_IN_FIRST = "Sign in first."
STALE_PAGE = "This page is out of date. Reload it, then try again."
UNEXPECTED = "Something went wrong on the site and was written to its log. Try again in a moment."


class Conflict(exceptions.APIException):
    """The request is well-formed, and something stands in its way: the sentence names it."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class TooLarge(exceptions.APIException):
    """More than the site or the person's quota takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def invalid(field: str, sentence: str) -> exceptions.ValidationError:
    """The error of one input, to be raised."""
    return exceptions.ValidationError({field: [sentence]})


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """REST framework's exception handler."""
    if isinstance(error, exceptions.NotAuthenticated) and _names_a_thing(context):
        error = exceptions.NotFound()
    response = exception_handler(error, context)
    if response is None:
        logger.error("unexpected error in %s", context.get("view"), exc_info=error)
        set_rollback()
        return Response({"detail": UNEXPECTED}, status=status.HTTP_500_INTERNAL_SERVER_ERROR)
    response.data = body_of(error)
    return response


def _names_a_thing(context: dict[str, Any]) -> bool:
    """Whether the address holds an id: that something is there is not told to whoever may not see it."""
    return any(isinstance(value, UUID) for value in (context.get("kwargs") or {}).values())


def body_of(error: Exception) -> dict[str, Any]:
    """The answer's body for an error that REST framework knows."""
    if isinstance(error, exceptions.ValidationError):
        return _invalid_body(error.detail)
    more: dict[str, Any] = getattr(error, "more", {})  # what a page needs beside the sentence
    return {"detail": _sentence(error), **more}


def _sentence(error: Exception) -> str:
    match error:
        case Http404() | exceptions.NotFound():
            return NOT_HERE
        case exceptions.NotAuthenticated():
            return SIGN_IN_FIRST
        case exceptions.Throttled():
            seconds = getattr(error, "wait", None)
            return f"Too many requests. Try again {f'in {round(seconds)} seconds' if seconds else 'later'}."
        case exceptions.ParseError():
            return "The request is not valid JSON."
        case exceptions.PermissionDenied() if str(error.detail).startswith("CSRF Failed"):
            return STALE_PAGE
        case exceptions.APIException():
            return ended(str(error.detail))
        case DjangoPermissionDenied():
            return "You may not do that."
        case _:
            return UNEXPECTED


def _invalid_body(detail: Any) -> dict[str, Any]:
    if isinstance(detail, list):
        return {"detail": ended(str(detail[0]))}
    fields = {name: ended(_first(value)) for name, value in detail.items()}
    general = fields.pop("non_field_errors", None)
    if general is not None:
        return {"detail": general, "fields": fields} if fields else {"detail": general}
    name, sentence = next(iter(fields.items()))
    # The framework's own sentences ("This field is required.") do not name the field.
    nameless = sentence.startswith(("This ", "Ensure ", "Not ", "A valid ", "Must "))
    return {"detail": f"{name}: {sentence}" if nameless else sentence, "fields": fields}


def _first(value: Any) -> str:
    while isinstance(value, list | dict) and value:
        value = value[0] if isinstance(value, list) else next(iter(value.values()))
    return str(value)


def ended(sentence: str) -> str:
    """The sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?", "”")) else f"{sentence}."
