"""LINE: an official account, in private, in groups and in rooms, by the Messaging API."""
