"""What the make-believe network promises to the house, to the demo and to replays."""
