"""What Meta's networks (Facebook, Instagram, WhatsApp) have in common: the Graph and its errors, proofs, events, messages."""
