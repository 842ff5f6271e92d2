"""Holds every exchange against the published specification of the API, where it is at hand."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2
from openapi_schema_validator import OAS30Validator

SPECIFICATION = Path(__file__).resolve().parents[3] / "shared" / "specs" / "x" / "openapi.json"
# What the network answers in live but the specification does not describe: no token, no scope, said twice, broken.
BEYOND_THE_SPECIFICATION = {401, 403, 409, 500, 503}


class Specification:
    def __init__(self) -> None:
        self._document: dict[str, Any] = json.loads(SPECIFICATION.read_text())
        self._paths = [
            (_pattern(path), path) for path in sorted(self._document["paths"], key=lambda path: path.count("{"))
        ]
        self.checked: set[str] = set()

    def check(self, response: httpx2.Response) -> None:
        request = response.request
        operation = self._operation(request.method, request.url.path)
        if response.status_code < 400:
            self._check_query(operation, request)
            self._check_request(operation, request)
        if response.status_code not in BEYOND_THE_SPECIFICATION:
            response.read()
            self._check_response(operation, response)
        self.checked.add(operation["operationId"])

    def validate(self, schema: dict[str, Any], value: Any) -> None:
        rooted = {**schema, "components": self._document["components"]}
        OAS30Validator(rooted, format_checker=OAS30Validator.FORMAT_CHECKER).validate(value)

    def component(self, name: str, value: Any) -> None:
        self.validate({"$ref": f"#/components/schemas/{name}"}, value)

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        for pattern, name in self._paths:
            if pattern.fullmatch(path) and method.lower() in self._document["paths"][name]:
                operation: dict[str, Any] = self._document["paths"][name][method.lower()]
                return operation
        raise AssertionError(f"The specification knows no {method} {path}.")

    def _check_query(self, operation: dict[str, Any], request: httpx2.Request) -> None:
        known = {each["name"]: each for each in map(self._resolved, operation.get("parameters", []))}
        for name, text in request.url.params.items():
            assert name in known, f"The specification knows no parameter {name} of {operation['operationId']}."
            schema = known[name]["schema"]
            value: Any = text.split(",") if schema.get("type") == "array" else text
            self.validate(schema, int(text) if schema.get("type") == "integer" else value)

    def _check_request(self, operation: dict[str, Any], request: httpx2.Request) -> None:
        if request.headers.get("content-type") == "application/json":
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            self.validate(schema, json.loads(request.content))

    def _check_response(self, operation: dict[str, Any], response: httpx2.Response) -> None:
        declared = operation["responses"].get(str(response.status_code)) or operation["responses"]["default"]
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in declared["content"], f"{operation['operationId']} may not answer {media_type}."
        body = response.json()
        problem = media_type == "application/problem+json"
        self.component(_problem(body["type"]), body) if problem else self.validate(
            declared["content"][media_type]["schema"], _without_errors(body)
        )
        for error in [] if problem or response.status_code == 429 else body.get("errors", []):
            if "type" in error:
                self.component(_problem(error["type"]), error)

    def _resolved(self, parameter: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in parameter:
            return parameter
        found: dict[str, Any] = self._document["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
        return found


def _problem(kind: str) -> str:
    """`…/resource-not-found` is described by `ResourceNotFoundProblem`; its own schema says more than the choice of all."""
    return "".join(word.capitalize() for word in kind.rpartition("/")[2].split("-")) + "Problem"


def _without_errors(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "errors"}


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
