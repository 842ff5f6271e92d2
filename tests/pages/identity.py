"""A make-believe OpenID provider: a process of its own that vouches for whomever a test tells it to."""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "webcare", "a-client-secret"


OURS, STRANGE = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider(BaseHTTPRequestHandler):
    """`/vouch?…` says who signs in next; the other addresses are those of OpenID Connect, with PKCE demanded. What begins
    with `token_` replaces a claim of the id_token, and `signed` says how it is signed, so that a test can lie."""

    person: dict[str, Any] = {}
    lies: dict[str, str] = {}
    asked: dict[str, str] = {}

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        here = f"http://{self.headers['host']}"
        if address.path == "/vouch":
            Provider.lies = {name: query.pop(name) for name in list(query) if name.startswith(("token_", "signed"))}
            Provider.person = {**query, "email_verified": query.get("email_verified") == "yes"}
            self._say({})
        elif address.path == "/.well-known/openid-configuration":
            self._say(_configuration(here))
        elif address.path == "/authorize":
            self._authorize(query)
        elif address.path == "/asked":
            self._say(Provider.asked)
        elif address.path == "/keys":
            self._say({"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key(), as_dict=True), "kid": "one"}]})
        elif address.path == "/userinfo" and self.headers["authorization"] == "Bearer an-access-token":
            self._say(Provider.person)
        else:
            self._say({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        known = form.get("client_id") == [CLIENT] and form.get("client_secret") == [SECRET]
        if not (known and form.get("code") == ["a-code"] and form.get("code_verifier")):
            return self._say({"error": "invalid_grant"}, 400)
        here = f"http://{self.headers['host']}"
        at = int(time.time())
        claims = {
            **Provider.person,
            "iss": here,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 60,
            "nonce": Provider.asked["nonce"],
        }
        lies = {name[6:]: value for name, value in Provider.lies.items() if name.startswith("token_")}
        if "exp" in lies:
            claims["exp"] = int(lies.pop("exp"))
        answer = {"access_token": "an-access-token", "token_type": "Bearer"}
        if (signed := Provider.lies.get("signed", "")) != "missing":
            answer["id_token"] = _token({**claims, **lies}, signed)
        return self._say(answer)

    def _authorize(self, query: dict[str, str]) -> None:
        if query.get("client_id") != CLIENT or query.get("code_challenge_method") != "S256":
            return self._say({"error": "invalid_request"}, 400)
        Provider.asked = query
        self.send_response(302)
        self.send_header(
            "location", f"{query['redirect_uri']}?{urlencode({'code': 'a-code', 'state': query['state']})}"
        )
        self.end_headers()
        return None

    def _say(self, answer: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the test's output readable."""


def _configuration(here: str) -> dict[str, Any]:
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}/authorize",
        "token_endpoint": f"{here}/token",
        "userinfo_endpoint": f"{here}/userinfo",
        "jwks_uri": f"{here}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }


def _token(claims: dict[str, Any], signed: str) -> str:
    """As it should be, or by a key that is not the provider's, by nobody, or by the secret that a client may know."""
    if signed == "none":
        return jwt.encode(claims, "", algorithm="none", headers={"kid": "one"})
    if signed == "secret":
        return jwt.encode(claims, SECRET.ljust(32, "."), algorithm="HS256", headers={"kid": "one"})
    return jwt.encode(claims, STRANGE if signed == "strange" else OURS, algorithm="RS256", headers={"kid": "one"})


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
