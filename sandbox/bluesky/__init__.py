"""Bluesky, make-believe: a server of the AT Protocol with its repositories, the app's lists, and the chat service behind it."""
