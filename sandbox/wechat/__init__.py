"""WeChat, make-believe: official accounts, whom people follow and write to, spoken as its server events and its API."""
