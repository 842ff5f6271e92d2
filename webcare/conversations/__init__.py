"""Exchanges with one person in one place, from the first message to the close."""
