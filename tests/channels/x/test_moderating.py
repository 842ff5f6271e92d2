"""Order in our own threads, on the network itself."""

import pytest

from sandbox.client import Said, Sandbox, SandboxError
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.x.adapter import XAdapter

X = XAdapter()


@pytest.fixture
def spam(sandbox: Sandbox) -> Said:
    ours = sandbox.post("lowlandair", "We fly to Bergen again.")
    return sandbox.reply("tomvanzetten", ours.id, "Buy followers")


def author_of(sandbox: Sandbox, post: Said) -> str:
    return next(person.id for person in sandbox.users() if person.handle == post.handle)


def test_a_reply_is_hidden_and_shown_again(account: Account, sandbox: Sandbox, spam: Said) -> None:
    X.moderate(account, "hide", spam.id, author_of(sandbox, spam))
    assert sandbox.posts(handle="tomvanzetten")[0].hidden
    X.moderate(account, "unhide", spam.id, author_of(sandbox, spam))
    assert not sandbox.posts(handle="tomvanzetten")[0].hidden


def test_a_reply_in_somebody_elses_thread_cannot_be_hidden(account: Account, sandbox: Sandbox) -> None:
    theirs = sandbox.post("mia_reist", "@lowlandair my bag")
    reply = sandbox.reply("tomvanzetten", theirs.id, "Buy followers")
    with pytest.raises(DeliveryError) as caught:
        X.moderate(account, "hide", reply.id, author_of(sandbox, reply))
    assert caught.value.permanent


def test_whose_messages_are_blocked_cannot_write_until_it_is_undone(
    account: Account, sandbox: Sandbox, spam: Said
) -> None:
    X.moderate(account, "block", spam.id, author_of(sandbox, spam))
    with pytest.raises(SandboxError):
        sandbox.dm("tomvanzetten", "lowlandair", "Buy followers")
    X.moderate(account, "unblock", spam.id, author_of(sandbox, spam))
    sandbox.dm("tomvanzetten", "lowlandair", "Buy followers")


def test_an_author_is_muted_and_unmuted(account: Account, sandbox: Sandbox, spam: Said) -> None:
    from webcare.channels.x.api import Api

    author = author_of(sandbox, spam)
    X.moderate(account, "mute", spam.id, author)
    muted = f"/2/users/{account.external_id}/muting"
    assert [each.words("id") for each in Api.of(account).get(muted).shapes("data")] == [author]
    X.moderate(account, "unmute", spam.id, author)
    assert Api.of(account).get(muted).shapes("data") == []


def test_our_own_post_and_message_are_taken_down_also_twice(account: Account, sandbox: Sandbox) -> None:
    post, message = sandbox.post("lowlandair", "A mistake"), sandbox.dm("lowlandair", "mia_reist", "A mistake")
    for _ in range(2):
        X.take_down(account, post.id, private=False)
        X.take_down(account, message.id, private=True)
    assert sandbox.posts(handle="lowlandair") == []
    assert sandbox.messages(handle="mia_reist") == []


def test_what_others_wrote_is_not_taken_down(account: Account, sandbox: Sandbox, spam: Said) -> None:
    with pytest.raises(DeliveryError):
        X.take_down(account, spam.id, private=False)
    assert sandbox.posts(handle="tomvanzetten")[0].id == spam.id


@pytest.mark.parametrize("action", ["report", "", "../../admin"])
def test_an_unknown_action_is_a_sentence(account: Account, action: str) -> None:
    with pytest.raises(DeliveryError, match="knows no action"):
        X.moderate(account, action, "1", "2")


@pytest.mark.parametrize("external_id", ["", "../users/me", "1/2", "e4f4d3fc-8bbf"])
def test_no_id_leads_to_another_address(account: Account, external_id: str) -> None:
    with pytest.raises(DeliveryError, match="encrypted"):
        X.take_down(account, external_id, private=True)
