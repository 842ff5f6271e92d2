"""How fast the house is on this machine: each file measures one thing, on a scratch database of its own."""
