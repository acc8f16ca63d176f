"""Programs that call the JSON API, each answer held against the OpenAPI document."""

import json
import re

from jsonschema import Draft202012Validator
from werkzeug.exceptions import HTTPException

from fadjma.commands.sessions import start_session

BASE = "/api/v1"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class Caller:
    """Somebody with a token, or nobody: `caller("POST /access-requests", {…})` calls and returns the answer."""

    def __init__(self, app, document, token=None):
        self.browser, self.document, self.token = app.test_client(), document, token

    def __call__(self, call, body=None, *, key=None, raw=None, headers=None, **query):
        method, path = call.split(" ", 1)
        headers = {"Authorization": f"Bearer {self.token}"} | (headers or {}) if self.token else headers or {}
        headers |= {"Idempotency-Key": key} if key else {}
        sent = {"data": raw} if raw is not None else {"json": body} if body is not None else {}
        answer = self.browser.open(f"{BASE}{path}", method=method, headers=headers, query_string=query or None, **sent)
        self.document.check(answer)
        return answer


class Document:
    """The OpenAPI document, as what answers are checked against."""

    def __init__(self, app):
        self.written = app.test_client().get(f"{BASE}/openapi.json").json
        self.addresses = app.url_map.bind("localhost")

    def check(self, answer):
        """Fail the test where an answer is not as the document says."""
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            self.check_problem(answer)
        if (operation := self._operation(answer.request)) is None:
            assert answer.status_code in (404, 405)
            return
        assert str(answer.status_code) in operation["responses"], (operation["operationId"], answer.text)
        content = operation["responses"][str(answer.status_code)].get("content")
        if content is None:
            assert answer.data == b""
            return
        assert answer.mimetype in content
        if schema := content[answer.mimetype].get("schema"):
            self._valid(json.loads(answer.data), schema)

    def _operation(self, request):
        """Return what the document says of this call, or None where there is no such call."""
        try:
            rule, _ = self.addresses.match(request.path, method=request.method, return_rule=True)
        except HTTPException:
            return None
        return self.written["paths"][PARAMETER.sub(r"{\1}", rule.rule)][request.method.lower()]

    def check_problem(self, answer):
        """Fail the test where an error is no problem as RFC 9457 and the contract have it."""
        assert answer.mimetype == "application/problem+json"
        problem = json.loads(answer.data)
        self._valid(problem, {"$ref": "#/components/schemas/Problem"})
        assert problem["status"] == answer.status_code
        assert ("errors" in problem) == (answer.status_code == 422)

    def _valid(self, value, schema):
        whole = {"components": self.written["components"], **schema}
        Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def token_of(user):
    """Return an access token of `user`, without the time that checking a password takes."""
    return start_session(device="tests", address="127.0.0.1", actor=user).access_token
