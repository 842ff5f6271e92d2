"""Everything the network knows, in one place: `World` holds one collection a noun over one database."""

from pathlib import Path

from sandbox.snowflake import Snowflakes
from sandbox.world.apps import Apps
from sandbox.world.callbacks import Callbacks
from sandbox.world.chats import Chats
from sandbox.world.compliance import ComplianceJobs
from sandbox.world.database import Database
from sandbox.world.groups import Groups
from sandbox.world.keys import Keys
from sandbox.world.mails import Mails
from sandbox.world.media import MediaShelf
from sandbox.world.messages import Messages
from sandbox.world.organizations import Organizations
from sandbox.world.outbox import Outbox
from sandbox.world.pages import Pages
from sandbox.world.posts import Posts
from sandbox.world.reactions import Reactions
from sandbox.world.reads import Reads
from sandbox.world.sky import Sky
from sandbox.world.telegram import Bots, Letters
from sandbox.world.ties import Tie, Ties
from sandbox.world.toots import Toots
from sandbox.world.users import User, Users
from sandbox.world.views import Views
from sandbox.world.wall import Wall
from sandbox.world.webhooks import Webhooks


class World:
    def __init__(self, folder: Path | None = None) -> None:
        self.database = Database(folder)
        self.snowflakes = Snowflakes()
        self.users = Users(self.database, self.snowflakes)
        self.posts = Posts(self.database)
        self.messages = Messages(self.database)
        self.wall = Wall(self.database, "wall", "wall_mentions")
        self.grams = Wall(self.database, "grams", "gram_mentions")
        self.feed = Wall(self.database, "feed", "feed_mentions")
        self.organizations = Organizations(self.database, self.snowflakes)
        self.chats = Chats(self.database, "chats")
        self.directs = Chats(self.database, "directs")
        self.whatsapps = Chats(self.database, "whatsapps")
        self.pages = Pages(self.database, self.snowflakes)
        self.bots = Bots(self.database, self.snowflakes)
        self.letters = Letters(self.database)
        self.groups = Groups(self.database)
        self.reactions = Reactions(self.database)
        self.views = Views(self.database)
        self.reads = Reads(self.database)
        self.weibo = Wall(self.database, "weibo", "weibo_mentions")
        self.weibo_chats = Chats(self.database, "weibo_chats")
        self.wechat_chats = Chats(self.database, "wechat_chats")
        self.sky = Sky(self.database)
        self.sky_chats = Chats(self.database, "sky_chats")
        self.line_chats = Chats(self.database, "line_chats")
        self.callbacks = Callbacks(self.database, self.snowflakes)
        self.toots = Toots(self.database)
        self.keys = Keys(self.database)
        self.mails = Mails(self.database)
        self.ties = Ties(self.database)
        self.media = MediaShelf(self.database, self.snowflakes)
        self.apps = Apps(self.database, self.snowflakes)
        self.webhooks = Webhooks(self.database, self.snowflakes)
        self.compliance = ComplianceJobs(self.database, self.snowflakes)
        self.outbox = Outbox(self.database)

    def followers(self, user: User) -> int:
        """Those with whom somebody began, and those who came since."""
        return user.followers + self.ties.count_to(Tie.FOLLOW, user.id)

    def reset(self) -> None:
        self.database.empty()
        self.users.recall()
        self.posts.recount()

    def close(self) -> None:
        self.database.close()
