"""How WeChat calls accounts, programs and people; a person has another name for each account."""

from sandbox.network import Network
from sandbox.world.users import User


def original_id(account: User) -> str:
    return f"gh_{int(account.id):012x}"


def app_id(known: str) -> str:
    return f"wx{int(known):016x}"


def app_number(known: str) -> str:
    """The other way; empty where it is none."""
    try:
        return str(int(known.removeprefix("wx"), 16)) if known.startswith("wx") else ""
    except ValueError:
        return ""


def openid(account: User, person: User) -> str:
    return f"oSandbox{int(account.id):x}_{int(person.id):x}"


def person_with(network: Network, account: User, known: str) -> User | None:
    """Whom an account means."""
    head, _, number = known.partition("_")
    if head != openid(account, account).partition("_")[0]:
        return None
    try:
        return network.world.users.get(str(int(number, 16)))
    except ValueError:
        return None
