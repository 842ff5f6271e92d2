"""Bluesky: posts, replies, quotes and chats of one account, wherever on the AT Protocol it lives."""
