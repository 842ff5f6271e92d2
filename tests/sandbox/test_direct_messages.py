"""Direct messages as an app writes, reads and takes them back."""

from tests.sandbox.conftest import Stage

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def test_a_message_reaches_its_reader(stage: Stage) -> None:
    made = stage.account.post(f"/2/dm_conversations/with/{stage.anna.id}/messages", json={"text": "Your booking?"})
    assert made.status_code == 201
    small, large = sorted((stage.brand.id, stage.anna.id), key=int)
    assert made.json()["data"]["dm_conversation_id"] == f"{small}-{large}"
    assert [message.text for message in stage.sandbox.messages("anna", "lowlandair")] == ["Your booking?"]


def test_an_answer_in_the_conversation_goes_to_the_other_one(stage: Stage) -> None:
    asked = stage.sandbox.dm("anna", "lowlandair", "hello")
    stage.account.post(f"/2/dm_conversations/{asked.conversation_id}/messages", json={"text": "Hi Anna"})
    last = stage.sandbox.messages("anna", "lowlandair")[-1]
    assert (last.sender, last.recipient) == ("lowlandair", "anna")


def test_conversations_of_others_stay_closed(stage: Stage) -> None:
    stage.sandbox.create_user("bob")
    secret = stage.sandbox.dm("anna", "bob", "do not tell")
    address = f"/2/dm_conversations/{secret.conversation_id}"
    assert stage.account.post(f"{address}/messages", json={"text": "I heard"}).status_code == 403
    assert stage.account.get(f"{address}/dm_events").status_code == 403
    assert stage.account.get(f"/2/dm_events/{secret.id}").status_code == 404


def test_all_own_messages_newest_first(stage: Stage) -> None:
    first = stage.sandbox.dm("anna", "lowlandair", "one")
    second = stage.sandbox.dm("lowlandair", "anna", "two")
    wish = {"dm_event.fields": "created_at,dm_conversation_id", "expansions": "sender_id"}
    answer = stage.account.get("/2/dm_events", params=wish).json()
    assert [event["id"] for event in answer["data"]] == [second.id, first.id]
    assert answer["data"][1]["sender_id"] == stage.anna.id
    assert {user["username"] for user in answer["includes"]["users"]} == {"anna", "lowlandair"}


def test_the_messages_with_one_person_page_by_page(stage: Stage) -> None:
    told = [stage.sandbox.dm("anna", "lowlandair", str(number)).id for number in range(3)]
    address = f"/2/dm_conversations/with/{stage.anna.id}/dm_events"
    first = stage.account.get(address, params={"max_results": 2}).json()
    wish = {"max_results": 2, "pagination_token": first["meta"]["next_token"]}
    second = stage.account.get(address, params=wish).json()
    assert [event["id"] for event in first["data"] + second["data"]] == told[::-1]


def test_a_picture_travels_with_a_message(stage: Stage) -> None:
    picture = stage.sandbox.upload("anna", PIXEL, alt="my bag")
    told = stage.sandbox.dm("anna", "lowlandair", "look", media_id=picture)
    wish = {"expansions": "attachments.media_keys", "dm_event.fields": "attachments"}
    answer = stage.account.get(f"/2/dm_events/{told.id}", params=wish).json()
    address = answer["includes"]["media"][0]["url"]
    assert stage.http.get(address).content == PIXEL


def test_what_was_taken_back_is_gone(stage: Stage) -> None:
    stage.account.post(f"/2/dm_conversations/with/{stage.anna.id}/messages", json={"text": "wrong one"})
    event = stage.sandbox.messages()[0]
    assert stage.account.delete(f"/2/dm_events/{event.id}").json() == {"data": {"deleted": True}}
    assert stage.sandbox.messages() == []


def test_only_the_sender_takes_a_message_back(stage: Stage) -> None:
    told = stage.sandbox.dm("anna", "lowlandair", "mine")
    assert stage.account.delete(f"/2/dm_events/{told.id}").status_code == 403


def test_an_empty_message_and_one_too_long_are_refused(stage: Stage) -> None:
    address = f"/2/dm_conversations/with/{stage.anna.id}/messages"
    for body in (
        {},
        {"text": ""},
        {"text": "x" * 10_001},
        {"attachments": [{"media_id": "5"}]},
        {"attachments": ["x"]},
    ):
        assert stage.account.post(address, json=body).status_code == 400


def test_who_blocks_us_gets_no_message(stage: Stage) -> None:
    stage.sandbox.block("anna", "lowlandair")
    address = f"/2/dm_conversations/with/{stage.anna.id}/messages"
    assert stage.account.post(address, json={"text": "please"}).status_code == 403
