"""/2/compliance/jobs: handing in the ids one keeps, and hearing which of them have to go."""

import json
import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.clock import iso, now_ms
from sandbox.network import Network, network_of
from sandbox.world.compliance import Job
from sandbox.x.access import Context
from sandbox.x.asking import body_of, text_in
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import invalid, not_found
from sandbox.x.shapes import Shape

LIMIT = Limit(150, 150)
UPLOAD_MS = 15 * 60 * 1000
DOWNLOAD_MS = 7 * 24 * 3600 * 1000


@endpoint(LIMIT, Context.APP)
async def create(call: Call) -> Answer:
    body = await body_of(call.request, frozenset({"type", "name", "resumable"}))
    kind = text_in(body, "type")
    if kind not in ("tweets", "users"):
        raise invalid("$.type: tweets or users expected", "type", kind)
    job = call.network.world.compliance.open(call.caller.app.id, kind, text_in(body, "name"))
    return Answer({"data": _shape(call.network, job)})


@endpoint(LIMIT, Context.APP)
async def index(call: Call) -> Answer:
    kind = call.request.query_params.get("type", "")
    jobs = [job for job in call.network.world.compliance.of_app(call.caller.app.id) if job.kind == kind]
    answer: Shape = {"meta": {"result_count": len(jobs)}}
    if jobs:
        answer["data"] = [_shape(call.network, job) for job in jobs]
    return Answer(answer)


@endpoint(LIMIT, Context.APP)
async def show(call: Call) -> Answer:
    job = call.network.world.compliance.get(call.request.path_params["id"])
    if job is None or job.app_id != call.caller.app.id:
        raise not_found("compliance_job", call.request.path_params["id"])
    return Answer({"data": _shape(call.network, job)})


async def upload(request: Request) -> Response:
    """One id a line; the address with its key is the permission, as on the real network."""
    network, job = network_of(request), _keyed(request)
    if job is None:
        return JSONResponse({"error": "This address leads to no job."}, 404)
    ids = re.findall(r"\d{1,19}", (await request.body()).decode("ascii", "replace"))
    network.world.compliance.hand_in(job.id, ids)
    return Response(status_code=200)


async def download(request: Request) -> Response:
    """One line of JSON for each id that has to go; what may stay is not named."""
    network, job = network_of(request), _keyed(request)
    if job is None or job.handed_in_at is None:
        return JSONResponse({"error": "This address leads to no result yet."}, 404)
    lines = (json.dumps(verdict) for each in job.ids if (verdict := _verdict(network, job, each)))
    return Response("".join(f"{line}\n" for line in lines), media_type="text/plain")


def _verdict(network: Network, job: Job, subject: str) -> Shape | None:
    world = network.world
    if job.kind == "users":
        return None if world.users.get(subject) else {"id": subject, "action": "delete", "reason": "deleted"}
    if world.posts.get(subject) is not None:
        return None
    gone_at = world.posts.gone_at(subject)
    verdict: Shape = {"id": subject, "action": "delete", "reason": "deleted"}
    return verdict if gone_at is None else {**verdict, "redacted_at": iso(gone_at)}


def _keyed(request: Request) -> Job | None:
    job = network_of(request).world.compliance.get(request.path_params["id"])
    return job if job is not None and job.key == request.path_params["key"] else None


def _shape(network: Network, job: Job) -> Shape:
    address = f"{network.settings.public_url}/compliance/{job.id}/{job.key}"
    done = job.handed_in_at is not None
    shape: Shape = {
        "id": job.id,
        "type": job.kind,
        "status": "complete" if done else "expired" if now_ms() > job.created_at + UPLOAD_MS else "created",
        "resumable": False,
        "created_at": iso(job.created_at),
        "upload_url": address,
        "upload_expires_at": iso(job.created_at + UPLOAD_MS),
        "download_url": address,
        "download_expires_at": iso(job.created_at + DOWNLOAD_MS),
    }
    return {**shape, "name": job.name} if job.name else shape
