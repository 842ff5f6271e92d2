"""The airline's own website, with the chat of its webcare on it."""
