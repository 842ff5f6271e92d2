"""WhatsApp (Cloud API): a company's number, what customers write to it, and templates after a day."""
