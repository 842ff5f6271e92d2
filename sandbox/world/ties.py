"""What ties one to another: a like (person to post), follow, mute, block and DM block (person to person), ban (page to person)."""

from enum import StrEnum

from sandbox.clock import now_ms
from sandbox.world.database import Database


class Tie(StrEnum):
    LIKE = "like"
    FOLLOW = "follow"
    MUTE = "mute"
    BLOCK = "block"
    DM_BLOCK = "dm_block"
    BAN = "ban"
    STAR = "star"  # person to post, on Mastodon
    BOOST = "boost"  # person to post that they pass on there
    REPORT = "report"  # person to person, seen by those who keep order there
    FRIEND = "friend"  # person to an official account on LINE
    SHARE = "share"  # person to a mailbox that is not theirs, which they may read and send from
    NOTICE = "notice"  # person to an official account, which may notify them once
    SUBSCRIPTION = "subscription"  # to an official account


class Ties:
    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, kind: Tie, source: str, target: str) -> bool:
        """False when it was there already."""
        return (
            self._database.run(
                "INSERT OR IGNORE INTO ties VALUES (?, ?, ?, ?)", kind, int(source), int(target), now_ms()
            )
            > 0
        )

    def undo(self, kind: Tie, source: str, target: str) -> bool:
        return (
            self._database.run(
                "DELETE FROM ties WHERE kind = ? AND source = ? AND target = ?", kind, int(source), int(target)
            )
            > 0
        )

    def stands(self, kind: Tie, source: str, target: str) -> bool:
        return (
            self._database.row(
                "SELECT 1 FROM ties WHERE kind = ? AND source = ? AND target = ?", kind, int(source), int(target)
            )
            is not None
        )

    def targets(self, kind: Tie, source: str) -> list[str]:
        rows = self._database.rows("SELECT target FROM ties WHERE kind = ? AND source = ?", kind, int(source))
        return [str(row["target"]) for row in rows]

    def sources(self, kind: Tie, target: str) -> list[str]:
        rows = self._database.rows("SELECT source FROM ties WHERE kind = ? AND target = ?", kind, int(target))
        return [str(row["source"]) for row in rows]

    def count_to(self, kind: Tie, target: str) -> int:
        return self._database.number("SELECT count(*) FROM ties WHERE kind = ? AND target = ?", kind, int(target))

    def count_from(self, kind: Tie, source: str) -> int:
        return self._database.number("SELECT count(*) FROM ties WHERE kind = ? AND source = ?", kind, int(source))
