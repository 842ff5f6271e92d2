"""LINE, make-believe: official accounts of brands, their chats with people, and the Messaging API."""
