"""LinkedIn: what one of our organisation pages hears and says there."""
