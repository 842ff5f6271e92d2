"""Webcare: a team answers its customers on every network, in time, in their own language."""
