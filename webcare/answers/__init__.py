"""What we say more than once: prepared answers."""
