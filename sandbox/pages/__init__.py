"""The network as people see it in a browser: reading, posting, writing to each other, being somebody."""
