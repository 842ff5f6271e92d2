"""Who takes what: the queue and Next."""
