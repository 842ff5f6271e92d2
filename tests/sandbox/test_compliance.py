"""Hearing which of the posts and people that one keeps are gone."""

import json

from tests.sandbox.conftest import Stage


def _gone(stage: Stage, kind: str, ids: list[str]) -> list[str]:
    job = stage.program.post("/2/compliance/jobs", json={"type": kind, "name": "nightly"}).json()["data"]
    assert job["status"] == "created"
    stage.http.put(job["upload_url"], content="\n".join(ids), headers={"content-type": "text/plain"})
    done = stage.program.get(f"/2/compliance/jobs/{job['id']}").json()["data"]
    assert done["status"] == "complete"
    return [json.loads(line)["id"] for line in stage.http.get(done["download_url"]).text.splitlines()]


def test_deleted_posts_and_old_versions_stay_apart(stage: Stage) -> None:
    kept, gone, edited = (stage.sandbox.post("anna", text) for text in ("kept", "gone", "first"))
    stage.sandbox.edit(edited.id, "second")
    stage.sandbox.delete(gone.id)
    assert _gone(stage, "tweets", [kept.id, gone.id, edited.id, "42"]) == [gone.id, "42"]


def test_people_who_are_not_here_are_named(stage: Stage) -> None:
    assert _gone(stage, "users", [stage.anna.id, "42"]) == ["42"]


def test_jobs_are_listed_by_kind(stage: Stage) -> None:
    _gone(stage, "users", [])
    assert stage.program.get("/2/compliance/jobs", params={"type": "users"}).json()["meta"]["result_count"] == 1
    assert "data" not in stage.program.get("/2/compliance/jobs", params={"type": "tweets"}).json()


def test_a_result_needs_its_key(stage: Stage) -> None:
    job = stage.program.post("/2/compliance/jobs", json={"type": "tweets"}).json()["data"]
    assert stage.http.get(f"/compliance/{job['id']}/guess").status_code == 404
    assert stage.http.get(job["download_url"]).status_code == 404
