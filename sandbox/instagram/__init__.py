"""Instagram, make-believe: professional accounts with posts, comments, mentions and direct messages, on the Graph."""
