"""Real tweets played through the make-believe network and the whole house, with an account of what arrived."""
