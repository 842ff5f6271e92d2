"""How long what is kept, and how somebody is forgotten."""
