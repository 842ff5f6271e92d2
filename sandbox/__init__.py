"""Sandbox X: a make-believe network in a process of its own that speaks the real X API v2."""
