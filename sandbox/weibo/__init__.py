"""Weibo, make-believe: posts, comments and private messages, spoken as its open platform and its fans service."""
