"""LinkedIn: the API for pages of organisations, as far as webcare needs it."""
