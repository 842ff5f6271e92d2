"""The doors through which networks hand in events."""
