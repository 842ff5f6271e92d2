"""The networks: the only rooms that may name one."""
