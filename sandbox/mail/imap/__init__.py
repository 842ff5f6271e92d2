"""The mailbox as mail programs read it: IMAP4rev1 with IDLE, SPECIAL-USE and UIDPLUS, as far as they need it."""
