"""The verbs of a conversation, tried on the real database."""
