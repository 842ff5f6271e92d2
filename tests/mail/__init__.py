"""E-mail through the whole house, with a real Postfix and a real Dovecot at its ends."""
