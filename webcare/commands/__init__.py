"""The console script and what it can do."""
