"""What happened: one row a transition, and the words for it."""
