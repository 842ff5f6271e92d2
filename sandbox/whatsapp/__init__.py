"""WhatsApp, make-believe: a number for each brand, what customers write to it, templates and receipts, on the Graph."""
