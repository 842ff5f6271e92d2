"""What Meta's make-believe networks have in common: one Graph with its tokens and errors, walls, private talk."""
