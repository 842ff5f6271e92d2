"""The back door for demo, tests and replay: plain JSON under /sandbox, only from the same machine."""
