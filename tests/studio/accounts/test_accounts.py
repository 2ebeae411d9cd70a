"""Signing up, in and out, as a browser does it."""

import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.test import APIClient

from studio.accounts import actions
from studio.accounts.models import User


def browser() -> APIClient:
    """A client that must send the CSRF token, as every browser must."""
    return APIClient(enforce_csrf_checks=True)


def sign_in(client: APIClient, name: str, password: str) -> int:
    client.get("/api/account")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/api/account/sign-in", {"name": name, "password": password}, format="json", headers={"X-CSRFToken": token}
    )
    return int(answer.status_code)


def test_nobody_is_signed_in_to_begin_with(db: None) -> None:
    answer = browser().get("/api/account")
    assert answer.status_code == 200
    assert answer.json() == {"user": None}
    assert "csrftoken" in answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_signing_in_and_out(person: User) -> None:
    client = browser()
    assert sign_in(client, "ada", "a long password") == 200
    assert client.get("/api/account").json() == {"user": {"id": str(person.id), "name": "ada"}}
    token = client.cookies["csrftoken"].value
    assert client.post("/api/account/sign-out", headers={"X-CSRFToken": token}).status_code == 204
    assert client.get("/api/account").json() == {"user": None}


def test_a_wrong_password_is_one_sentence(person: User) -> None:
    client = APIClient()
    answer = client.post("/api/account/sign-in", {"name": "ada", "password": "wrong"}, format="json")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "That name and password do not fit together. Check both."}


def test_the_sites_own_account_cannot_sign_in(db: None) -> None:
    User.objects.create_user(username="overhear", password="a long password", is_site=True)
    assert sign_in(browser(), "overhear", "a long password") == 400


def test_anonymous_writes_need_the_csrf_token_too(person: User) -> None:
    answer = browser().post("/api/account/sign-in", {"name": "ada", "password": "a long password"}, format="json")
    assert answer.status_code == 403
    assert answer.json() == {"detail": "This page is out of date. Reload it, then try again."}


def test_a_malformed_body_is_one_sentence(db: None) -> None:
    client = APIClient()
    answer = client.post("/api/account/sign-in", "{no json", content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "The request is not valid JSON."}
    answer = client.post("/api/account/sign-in", {"name": "ada"}, format="json")
    assert answer.json() == {
        "detail": "password: This field is required.",
        "fields": {"password": "This field is required."},
    }


def test_signing_in_is_throttled_by_address_whatever_the_client_claims(person: User) -> None:
    client = APIClient()
    answers = [
        client.post(
            "/api/account/sign-in",
            {"name": "ada", "password": f"guess {guess}"},
            format="json",
            headers={"X-Forwarded-For": f"10.0.0.{guess}"},
        )
        for guess in range(21)
    ]
    assert [answer.status_code for answer in answers] == [400] * 20 + [429]
    assert answers[-1].json()["detail"].startswith("Too many requests. Try again in ")


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("a", "a long password", "name"),
        ("x" * 41, "a long password", "name"),
        ("ada lovelace", "a long password", "name"),
        ("<script>", "a long password", "name"),
        ("ADA", "a long password", "name"),
        ("grace", "short", "password"),
        ("grace", "password", "password"),
        ("gracehopper", "gracehopper", "password"),
    ],
)
def test_what_cannot_be_signed_up(person: User, name: str, password: str, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        actions.sign_up(name, password)
    assert list(caught.value.detail) == [field]
    assert User.objects.count() == 1


def test_signing_up_makes_an_account_that_can_sign_in(db: None) -> None:
    user = actions.sign_up("  grace ", "a long password")
    assert user.username == "grace"
    assert sign_in(browser(), "grace", "a long password") == 200


def test_every_answer_carries_the_policies(db: None) -> None:
    answer = browser().get("/api/account", headers={"Host": "localhost"})
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self' ws://localhost" in policy
    assert "microphone=(self)" in answer["Permissions-Policy"]
