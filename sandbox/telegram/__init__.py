"""Telegram, make-believe: bots of brands, their private chats with people, and the Bot API."""
