"""What the house hears through its webhook."""

from typing import Any

from sandbox.client import Line
from tests.sandbox.conftest import Stage
from tests.sandbox.running import Listener, wait_until
from tests.sandbox.specification import Specification

# The specification wants milliseconds since 1970 in 32 bits, which no time of this century fits.
BEYOND_ITSELF = "timestamp_ms"


def _settle(stage: Stage) -> None:
    wait_until(lambda: stage.sandbox.counts().waiting == 0, "nothing waits any more")


def test_a_mention_is_told_with_its_author(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    post = stage.sandbox.post("anna", "@lowlandair my parcel is late", lang="en")
    event = listener.wait_for("post.mention.create")[0]
    assert event["payload"]["id"] == event["payload"]["conversation_id"] == post.id
    assert event["filter"] == {"user_id": stage.brand.id}
    assert {user["username"] for user in event["includes"]["users"]} == {"anna", "lowlandair"}
    assert listener.signed == [True]


def test_a_reply_that_mentions_us_is_told_twice_with_different_numbers(stage: Stage, listener: Listener) -> None:
    own = stage.sandbox.post("lowlandair", "New route!", events=False)
    stage.hear(listener)
    stage.sandbox.reply("anna", own.id, "finally")
    _settle(stage)
    assert sorted(listener.kinds()) == ["post.mention.create", "post.reply.create"]
    one, other = listener.events
    assert one["payload"]["id"] == other["payload"]["id"]
    assert one["event_uuid"] != other["event_uuid"]
    assert one["includes"]["posts"][0]["id"] == own.id


def test_a_deep_reply_without_mention_is_not_told(stage: Stage, listener: Listener) -> None:
    own = stage.sandbox.post("lowlandair", "New route!", events=False)
    first = stage.sandbox.reply("anna", own.id, "finally", events=False)
    stage.sandbox.create_user("bob")
    stage.hear(listener)
    stage.sandbox.reply("bob", first.id, "agreed", greet=False)
    stage.sandbox.post("anna", "@lowlandair the end")
    _settle(stage)
    assert [event["payload"]["text"] for event in listener.events] == ["@lowlandair the end"]


def test_own_posts_are_told_wherever_they_were_made(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.sandbox.post("lowlandair", "from the phone")
    stage.account.post("/2/tweets", json={"text": "from the desk"})
    told = listener.wait_for("post.create", 2)
    assert {event["payload"]["source"] for event in told} == {"Sandbox X", "webcare"}


def test_a_quote_is_told(stage: Stage, listener: Listener) -> None:
    own = stage.sandbox.post("lowlandair", "New route!", events=False)
    stage.hear(listener)
    stage.sandbox.quote("anna", own.id, "about time")
    event = listener.wait_for("post.quote.create")[0]
    assert event["payload"]["referenced_posts"] == [{"type": "quoted", "id": own.id}]


def test_an_edit_is_a_new_post_that_names_the_old_ones(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    first = stage.sandbox.post("anna", "@lowlandair my bag is red")
    second = stage.sandbox.edit(first.id, "@lowlandair my bag is blue")
    told = listener.wait_for("post.mention.create", 2)
    edited = next(event["payload"] for event in told if event["payload"]["id"] == second.id)
    assert edited["edit_history_post_ids"] == [first.id, second.id]
    assert edited["conversation_id"] == first.id


def test_a_deleted_post_is_told_to_its_author_only(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener)
    of_anna = {"event_type": "post.delete", "filter": {"user_id": stage.anna.id}, "webhook_id": webhook}
    stage.program.post("/2/activity/subscriptions", json=of_anna)
    gone = stage.sandbox.post("anna", "@lowlandair never mind")
    stage.sandbox.delete(gone.id)
    event = listener.wait_for("post.delete")[0]
    _settle(stage)
    assert event["payload"] == {"id": gone.id, "author_id": stage.anna.id}
    assert len(listener.of("post.delete")) == 1


def test_a_message_is_told_in_the_old_shape(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    picture = stage.sandbox.upload("anna", b"\x89PNG", alt="a bag")
    told = stage.sandbox.dm("anna", "lowlandair", "look", media_id=picture)
    payload = listener.wait_for("dm.received")[0]["payload"]
    message: dict[str, Any] = payload["direct_message_events"][0]
    assert message["id"] == told.id
    assert message["created_timestamp"].isdigit()
    assert message["message_create"]["sender_id"] == stage.anna.id
    assert message["message_create"]["message_data"]["attachment"]["media"]["id_str"] == picture
    assert payload["users"][stage.anna.id]["screen_name"] == "anna"


def test_our_own_messages_are_told_as_sent(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    stage.account.post(f"/2/dm_conversations/with/{stage.anna.id}/messages", json={"text": "hi"})
    sent = listener.wait_for("dm.sent")[0]["payload"]["direct_message_events"][0]
    assert sent["message_create"]["target"]["recipient_id"] == stage.anna.id


def test_likes_are_told_to_those_who_asked_for_that_direction(stage: Stage, listener: Listener) -> None:
    webhook = stage.hear(listener, ())
    inbound = {"user_id": stage.brand.id, "direction": "inbound"}
    stage.account.post(
        "/2/activity/subscriptions", json={"event_type": "like.create", "filter": inbound, "webhook_id": webhook}
    )
    own, theirs = stage.sandbox.post("lowlandair", "hello"), stage.sandbox.post("anna", "hi")
    stage.sandbox.like("anna", own.id)
    stage.sandbox.like("lowlandair", theirs.id)
    _settle(stage)
    assert [event["payload"]["liked_tweet_id"] for event in listener.events] == [own.id]


def test_history_can_be_seeded_silently_and_in_the_past(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    long_ago = stage.sandbox.counts()
    old = stage.http.post(
        "/sandbox/posts", json={"as": "anna", "text": "@lowlandair old", "at": "2019-05-01T10:00:00Z", "events": False}
    ).json()
    assert old["created_at"] == "2019-05-01T10:00:00.000Z"
    assert stage.sandbox.counts().waiting == long_ago.waiting == 0
    newer = stage.sandbox.post("anna", "@lowlandair new")
    assert int(old["id"]) < int(newer.id)


def test_thousands_at_once_all_arrive_once(stage: Stage, listener: Listener) -> None:
    stage.hear(listener)
    ids = stage.sandbox.bulk([Line(f"guest{number % 40}", f"@lowlandair stuck {number}") for number in range(2000)])
    listener.wait_for("post.mention.create", 2000)
    _settle(stage)
    assert sorted(event["payload"]["id"] for event in listener.events) == sorted(ids)
    assert all(listener.signed)


def test_payloads_are_as_the_specification_says(
    stage: Stage, listener: Listener, specification: Specification | None
) -> None:
    stage.hear(listener)
    own = stage.sandbox.post("lowlandair", "New route! https://example.org #news")
    reply = stage.sandbox.reply("anna", own.id, "finally @bob", lang="en")
    stage.sandbox.quote("anna", own.id, "about time")
    stage.sandbox.like("anna", own.id)
    stage.sandbox.edit(own.id, "New route again!")
    stage.sandbox.delete(stage.sandbox.post("lowlandair", "oops").id)
    listener.wait_for("post.delete")
    _settle(stage)
    assert reply.id in {event["payload"]["id"] for event in listener.of("post.reply.create")}
    names = {"like.create": "LikeWithPostAuthor", "post.delete": "PostDeleteActivityResponsePayload"}
    for event in listener.events:
        if specification is not None:
            specification.component("ActivitySubscriptionFilter", event["filter"])
            payload = {key: value for key, value in event["payload"].items() if key != BEYOND_ITSELF}
            specification.component(names.get(event["event_type"], "Post"), payload)
            specification.component("Expansions", event.get("includes", {}))
