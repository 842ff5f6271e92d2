"""Who works here and what they are told, tried."""
