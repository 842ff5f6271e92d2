"""Uploading pictures and films."""

import base64

import pytest

from tests.sandbox.conftest import Stage
from tests.sandbox.running import wait_until

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) + b"\r\n--tricky"


def _open(stage: Stage, content: bytes, media_type: str = "image/png", category: str = "tweet_image") -> str:
    wish = {"media_type": media_type, "total_bytes": len(content), "media_category": category}
    return str(stage.account.post("/2/media/upload/initialize", json=wish).json()["data"]["id"])


def _append(stage: Stage, media: str, number: int, content: bytes) -> int:
    form = {"segment_index": str(number)}
    return stage.account.post(f"/2/media/upload/{media}/append", data=form, files={"media": ("a", content)}).status_code


def test_a_picture_in_segments_is_put_together_in_their_order(stage: Stage) -> None:
    media = _open(stage, PIXEL)
    assert _append(stage, media, 1, PIXEL[100:]) == 200
    assert _append(stage, media, 0, PIXEL[:100]) == 200
    done = stage.account.post(f"/2/media/upload/{media}/finalize").json()["data"]
    assert done["size"] == len(PIXEL)
    assert "processing_info" not in done
    assert stage.http.get(f"/media/{media}").content == PIXEL


def test_a_segment_may_come_as_base64(stage: Stage) -> None:
    media = _open(stage, PIXEL)
    segment = {"segment_index": 0, "media": base64.b64encode(PIXEL).decode()}
    assert stage.account.post(f"/2/media/upload/{media}/append", json=segment).status_code == 200
    stage.account.post(f"/2/media/upload/{media}/finalize")
    post = stage.account.post("/2/tweets", json={"text": "Look", "media": {"media_ids": [media]}})
    assert post.status_code == 201
    wish = {"expansions": "attachments.media_keys", "media.fields": "url,type"}
    shown = stage.program.get(f"/2/tweets/{post.json()['data']['id']}", params=wish).json()
    assert shown["includes"]["media"][0]["type"] == "photo"


def test_a_film_needs_a_moment_before_it_can_be_shown(stage: Stage) -> None:
    media = _open(stage, b"film", "video/mp4", "tweet_video")
    _append(stage, media, 0, b"film")
    done = stage.account.post(f"/2/media/upload/{media}/finalize").json()["data"]
    assert done["processing_info"]["state"] == "in_progress"
    body = {"text": "Look", "media": {"media_ids": [media]}}
    assert stage.account.post("/2/tweets", json=body).status_code == 400

    def ready() -> bool:
        answer = stage.account.get("/2/media/upload", params={"media_id": media, "command": "STATUS"})
        return bool(answer.json()["data"]["processing_info"]["state"] == "succeeded")

    wait_until(ready, "the film is ready")
    assert stage.account.post("/2/tweets", json=body).status_code == 201


def test_an_upload_that_lacks_bytes_is_not_finished(stage: Stage) -> None:
    media = _open(stage, PIXEL)
    _append(stage, media, 0, PIXEL[:50])
    assert stage.account.post(f"/2/media/upload/{media}/finalize").status_code == 400


@pytest.mark.parametrize(
    "wish",
    [
        {"media_type": "image/png", "total_bytes": 6 * 1024**2, "media_category": "tweet_image"},
        {"media_type": "text/srt", "total_bytes": 10, "media_category": "subtitles"},
        {"media_type": "image/png", "media_category": "tweet_image"},
    ],
)
def test_what_the_network_does_not_take_is_refused_at_once(stage: Stage, wish: dict[str, object]) -> None:
    assert stage.account.post("/2/media/upload/initialize", json=wish).status_code == 400


def test_a_picture_can_be_described(stage: Stage) -> None:
    media = _open(stage, PIXEL)
    _append(stage, media, 0, PIXEL)
    stage.account.post(f"/2/media/upload/{media}/finalize")
    words = {"id": media, "metadata": {"alt_text": {"text": "A bag on a belt"}}}
    assert stage.account.post("/2/media/metadata", json=words).status_code == 200
    post = stage.account.post("/2/tweets", json={"text": "Look", "media": {"media_ids": [media]}}).json()["data"]["id"]
    shown = stage.program.get(f"/2/tweets/{post}", params={"expansions": "attachments.media_keys"}).json()
    assert shown["includes"]["media"][0]["alt_text"] == "A bag on a belt"


def test_the_media_of_another_cannot_be_used(stage: Stage) -> None:
    theirs = stage.sandbox.upload("anna", PIXEL)
    assert stage.account.get("/2/media/upload", params={"media_id": theirs}).status_code == 403
    body = {"text": "Look", "media": {"media_ids": [theirs]}}
    assert stage.account.post("/2/tweets", json=body).status_code == 400


def test_a_picture_in_one_request(stage: Stage) -> None:
    form = {"media_category": "tweet_image"}
    made = stage.account.post("/2/media/upload", data=form, files={"media": ("a.png", PIXEL, "image/png")})
    assert stage.http.get(f"/media/{made.json()['data']['id']}").content == PIXEL
