"""Reads everything, writes nothing: the figures and where they come from."""
