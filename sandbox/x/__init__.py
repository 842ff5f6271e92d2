"""The X API v2 as its clients see it."""
