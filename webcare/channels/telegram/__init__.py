"""Telegram: a bot, in private, in groups, and in the name of a business account."""
