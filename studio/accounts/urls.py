"""Addresses of this app."""

from django.urls import URLPattern, path

from studio.accounts import views

urlpatterns: list[URLPattern] = [
    path("account", views.Account.as_view(), name="account"),
    path("account/sign-in", views.SignIn.as_view(), name="sign-in"),
    path("account/sign-out", views.SignOut.as_view(), name="sign-out"),
]
