"""By what an event of X is known again."""

import json

from webcare.channels.adapter import WebhookRequest
from webcare.channels.x.adapter import XAdapter


def test_the_key_of_an_event_tells_accounts_and_kinds_apart() -> None:
    def key(**changes: object) -> str:
        data = {"event_uuid": "-7", "event_type": "post.create", "filter": {"user_id": "1"}, **changes}
        return XAdapter().receipt_key(WebhookRequest(json.dumps({"data": data}).encode(), {}))

    keys = {key(), key(filter={"user_id": "2"}), key(event_type="post.mention.create"), key(event_uuid="7")}
    assert len(keys) == 4
    assert key() == "-7:post.create:1"
    assert key(event_uuid=None).startswith("sha256:")
