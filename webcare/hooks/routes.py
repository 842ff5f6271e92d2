"""The doors' addresses."""

from django.urls import path

from webcare.hooks.events import hook

urlpatterns = [path("<slug:network>/<str:key>", hook, name="hook")]
