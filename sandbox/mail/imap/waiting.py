"""IDLE: the client has nothing to do, and hears of every new mail at once."""

import asyncio

from sandbox.mail.imap.session import Session
from sandbox.mail.imap.words import Command, LineLost
from sandbox.watching import Happening, News, Watch

BREATH = 60.0  # seconds after which a waiting client hears that we are still there


async def idle(session: Session, command: Command) -> str:
    """Until the client says DONE."""
    session.say("+ Waiting with you")
    done = asyncio.create_task(session.reader.readline())
    with session.network.watchers.watching(session.network.watchers.latest) as watch:
        session.tell_news()
        try:
            while not done.done():
                await session.writer.drain()
                await _hear(session, watch, done)
        finally:
            done.cancel()
    if done.result().strip().upper() != b"DONE":
        raise LineLost("It went away while it waited.")
    return "No longer waiting"


async def _hear(session: Session, watch: Watch, done: asyncio.Task[bytes]) -> None:
    heard = asyncio.create_task(watch.next(BREATH))
    await asyncio.wait({done, heard}, return_when=asyncio.FIRST_COMPLETED)
    if not heard.done():
        heard.cancel()
        return
    news = heard.result()
    if not session.may_stay():
        session.say("* BYE The access has ended")
        raise LineLost("Its token is not good any more.")
    if news is None:
        session.say("* BYE The sandbox ends")
        raise LineLost("It ends.")
    if not news:
        session.say("* OK Still here")
    elif any(_concerns(session, each) for each in news):
        session.tell_news()


def _concerns(session: Session, news: News) -> bool:
    return news.what is Happening.MAIL and news.about == session.mine().address
