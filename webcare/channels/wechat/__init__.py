"""A WeChat official account: what its followers write to it, and what it answers."""
