"""What the admin API says of private messages between a person and an account, on whichever network."""

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.clock import iso
from sandbox.network import Network
from sandbox.world.chats import Chat
from sandbox.world.users import User


def pair_of(wish: Wish) -> tuple[User, User, bool]:
    """The account, the person, and whether the account speaks."""
    sender, recipient = wish.user(), wish.user("to")
    if sender.is_brand == recipient.is_brand:
        raise BadWish("A person and an account write to each other.")
    account, person = (sender, recipient) if sender.is_brand else (recipient, sender)
    return account, person, sender.is_brand


def whispered(network: Network, chat: Chat, name: str = "") -> Json:
    account, person = network.world.users.get(chat.page_id), network.world.users.get(chat.person_id)
    return {
        "id": chat.id,
        "name": name,
        "account": account.username if account else "",
        "person": person.username if person else "",
        "from_account": chat.from_page,
        "text": chat.text,
        "media_id": chat.media_id,
        "created_at": iso(chat.created_at),
    }
