"""The query language of the recent search."""

import pytest

from tests.sandbox.conftest import Stage


@pytest.fixture
def told(stage: Stage) -> dict[str, str]:
    bag = stage.sandbox.post("anna", "@lowlandair where is my BAG? #lost", lang="en")
    answer = stage.sandbox.reply("lowlandair", bag.id, "We are looking for it")
    silent = stage.sandbox.reply("anna", answer.id, "still nothing", greet=False)
    stage.sandbox.create_user("bob")
    praise = stage.sandbox.post("bob", "lowland air 100% lovely crew", lang="nl")
    quote = stage.sandbox.quote("bob", bag.id, "same here")
    return {bag.id: "bag", answer.id: "answer", silent.id: "silent", praise.id: "praise", quote.id: "quote"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bag", {"bag"}),
        ("@lowlandair", {"bag"}),
        ("from:lowlandair", {"answer"}),
        ("to:lowlandair", {"silent"}),
        ('"lovely crew" OR "looking for"', {"praise", "answer"}),
        ("(bag OR crew) -from:anna", {"praise"}),
        ("-is:reply -is:quote", {"bag", "praise"}),
        ("is:quote", {"quote"}),
        ("lang:nl", {"praise"}),
        ("100%", {"praise"}),
        ("#lost", {"bag"}),
        ("from:nobody", set()),
    ],
)
def test_a_query_finds(stage: Stage, told: dict[str, str], query: str, expected: set[str]) -> None:
    answer = stage.program.get("/2/tweets/search/recent", params={"query": query}).json()
    assert {told[post["id"]] for post in answer.get("data", [])} == expected


def test_a_whole_conversation_is_found_even_where_nobody_is_mentioned(stage: Stage, told: dict[str, str]) -> None:
    root = next(iter(told))
    answer = stage.account.get("/2/tweets/search/recent", params={"query": f"conversation_id:{root}"}).json()
    assert [told[post["id"]] for post in answer["data"]] == ["silent", "answer", "bag"]


@pytest.mark.parametrize("query", ["", "(", "a OR", ") a", "is:purple", "x" * 513])
def test_a_query_that_cannot_be_read_is_an_invalid_request(stage: Stage, query: str) -> None:
    assert stage.program.get("/2/tweets/search/recent", params={"query": query}).status_code == 400
