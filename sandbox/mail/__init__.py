"""The make-believe mail: a mailbox for everybody, read over IMAP, written over SMTP or on the pages."""
