"""Mastodon, make-believe: a server on which brands are at home, and people who write to them from another one."""
