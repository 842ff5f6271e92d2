"""What leads and administrators set up, and what everybody sets for themselves."""
