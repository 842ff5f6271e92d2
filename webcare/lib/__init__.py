"""What would be true in any product: the clock, leases, waking, secrets."""
