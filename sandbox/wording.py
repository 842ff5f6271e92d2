"""What a text holds: mentions, links, hashtags, and its length as the network counts it."""

import re
from collections.abc import Iterator

from twitter_text import parse_tweet

MENTION = re.compile(r"(?<![\w@/])@(\w{1,15})(?!\w)", re.ASCII)
HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}'»”]")
LEADING_MENTIONS = re.compile(r"(?:@\w{1,15}\s+)*", re.ASCII)

POST_LIMIT = 280
MESSAGE_LIMIT = 10_000


def mentioned_names(text: str) -> list[str]:
    return list(dict.fromkeys(found[1].lower() for found in MENTION.finditer(text)))


def mention_spans(text: str) -> Iterator[re.Match[str]]:
    return MENTION.finditer(text)


def weight(text: str) -> int:
    """Length of a post in the network's own count; an empty text weighs nothing."""
    return int(parse_tweet(text).weightedLength) if text else 0


def leading_names(text: str) -> list[str]:
    found = LEADING_MENTIONS.match(text)
    return mentioned_names(found[0]) if found else []
