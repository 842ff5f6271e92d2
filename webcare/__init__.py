"""Webcare: a team answers its customers on every network, in time, in their own language."""

__version__ = "0.1.0"
