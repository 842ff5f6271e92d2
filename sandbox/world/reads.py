"""How far somebody has read in an exchange."""

from sandbox.world.database import Database


class Reads:
    def __init__(self, database: Database) -> None:
        self._database = database

    def upto(self, user_id: str, exchange: str, message_id: str) -> bool:
        """Whether that is further than before."""
        return self._database.run(
            "INSERT INTO reads VALUES (?, ?, ?) ON CONFLICT (user_id, conversation_id)"
            " DO UPDATE SET message_id = excluded.message_id WHERE message_id < excluded.message_id",
            int(user_id), exchange, int(message_id),
        ) > 0  # fmt: skip
