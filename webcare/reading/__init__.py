"""What a text says: its language, script, need, urgency and tone, decided without tables or a clock."""
