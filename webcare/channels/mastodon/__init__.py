"""Mastodon, and servers that speak its API: mentions in public, messages to us alone, what people star and pass on."""
