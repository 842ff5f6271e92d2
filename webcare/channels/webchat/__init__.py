"""Web chat: a widget of our own on the organisation's sites; network and house are one here."""
