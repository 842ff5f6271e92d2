"""How the client of the admin API asks, and what it does when the answer is no."""

from collections.abc import Mapping

import httpx2

from sandbox.heard import Json


class SandboxError(Exception):
    """The sandbox said no; the text is its sentence."""


class Wire:
    def __init__(self, url: str, timeout: float) -> None:
        self._http = httpx2.Client(base_url=url, timeout=timeout, trust_env=False)

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, params: Mapping[str, str | int]) -> Json:
        return _checked(self._http.get(f"/sandbox/{path}", params=params))

    def post(self, path: str, body: Json) -> Json:
        return self.send("POST", path, body)

    def send(self, method: str, path: str, body: Json) -> Json:
        """What is None is not told."""
        told = {key: value for key, value in body.items() if value is not None}
        return _checked(self._http.request(method, f"/sandbox/{path}", json=told))

    def upload(self, path: str, params: Mapping[str, str], content: bytes, media_type: str) -> Json:
        headers = {"content-type": media_type}
        return _checked(self._http.post(f"/sandbox/{path}", params=params, content=content, headers=headers))

    def is_up(self) -> bool:
        try:
            return self._http.get("/healthz").is_success
        except httpx2.HTTPError:
            return False


def _checked(response: httpx2.Response) -> Json:
    body: Json = response.json()
    if response.is_error:
        raise SandboxError(body.get("error", response.text))
    return body
