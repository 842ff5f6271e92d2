"""Who calls at the door is Telegram, and says for which bot."""

import pytest

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.telegram.door import HEADER, receipt_key, secret_token, verify

BODY = b'{"update_id": 70001}'


@pytest.mark.django_db
def test_only_the_word_for_this_bot_at_this_door_opens_it() -> None:
    word = secret_token("door", "8100000001")
    verify("door", WebhookRequest(BODY, {HEADER: word}))
    others = (
        secret_token("elsewhere", "8100000001"),
        word.replace("8100000001", "8100000002"),
        "",
        "_",
        word + "é",
        "x" * 9,
    )
    for wrong in others:
        with pytest.raises(BadSignature):
            verify("door", WebhookRequest(BODY, {HEADER: wrong}))
    with pytest.raises(BadSignature):
        verify("door", WebhookRequest(BODY, {}))
    assert len(word) <= 256
    assert word.replace("_", "").isalnum()


def test_an_update_is_known_by_its_bot_and_its_number() -> None:
    assert receipt_key(WebhookRequest(BODY, {HEADER: "8100000001_abc"})) == "8100000001:70001"
    with pytest.raises(ValueError, match="update_id is missing"):
        receipt_key(WebhookRequest(b"{}", {HEADER: "8100000001_abc"}))
