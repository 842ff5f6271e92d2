"""Facebook, make-believe: pages with their walls and Messenger, spoken as the Graph API and its webhooks."""
