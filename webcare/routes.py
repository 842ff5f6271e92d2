"""Addresses: every room of pages, the hooks, the live stream."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
