"""The declaration of an endpoint: one line says its method, path, who, body, query, answer and status.

The same declaration routes the call, admits its caller, validates what they send, and writes the OpenAPI document.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response

from ..domain.errors import NotFound
from ..domain.texts import is_unkeepable
from . import inputs
from .schemas import Answer, Body, Query
from .who import Who, admit

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
ENDPOINTS: list["Endpoint"] = []


@dataclass(frozen=True)
class Endpoint:
    """One call: what it takes, what it answers, and the function that does it."""

    method: str
    path: str
    function: Callable
    who: Who
    body: type[Body]
    query: type[Query]
    answer: type[Answer] | None
    statuses: tuple[int, ...]
    takes_file: bool = False
    media: tuple[str, ...] = ()

    @property
    def noun(self):
        """The file it is declared in."""
        return self.function.__module__.rpartition(".")[2]

    @property
    def name(self):
        """Its unique name."""
        return f"{self.noun}_{self.function.__name__}"

    @property
    def keyed(self):
        """Does it heed an Idempotency-Key?"""
        return self.method == "POST" and self.who.token == "access"

    def run(self, **path):
        """Answer one call: who, then what they sent, then the act."""
        admit(self.who)
        if any(is_unkeepable(value) for value in path.values() if isinstance(value, str)):
            raise NotFound
        given = {}
        if self.takes_file:
            given["file"] = inputs.file(keyed=self.keyed)
        elif self.method in ("POST", "PUT"):
            given["body"] = inputs.body(self.body, keyed=self.keyed)
        if self.query is not Query:
            given["query"] = inputs.query(self.query)
        if not self.body.model_fields:
            given.pop("body", None)
        answer = self.function(**path, **given)
        return answer if self.media else self._respond(answer)

    def _respond(self, answer):
        answer, status = answer if isinstance(answer, tuple) else (answer, self.statuses[0])
        if answer is None:
            response = Response(status=status)
            del response.headers["Content-Type"]
            return response
        return Response(answer.model_dump_json(exclude_unset=True), status, content_type="application/json")


def endpoint(call, *, who, body=Body, query=Query, answer=None, status=200, takes_file=False, media=()):
    """Declare the function below as the answer to `call`, as in "POST /sessions".

    `status` is the answer's, or all it may have, the usual one first; the function then returns (answer, status).
    One that `takes_file` is given a `file` instead of a body; one that answers with `media` types returns the response.
    """
    method, path = call.split()
    statuses = (status,) if isinstance(status, int) else status

    def declare(function):
        declared = Endpoint(method, path, function, who, body, query, answer, statuses, takes_file, media)
        ENDPOINTS.append(declared)
        blueprint.add_url_rule(path, declared.name, declared.run, methods=[method])
        return function

    return declare
