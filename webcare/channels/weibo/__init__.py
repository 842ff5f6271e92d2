"""Sina Weibo: mentions, comments and private messages of a verified account."""
