"""Stories in which something around webcare breaks, or stands between it and its users."""
