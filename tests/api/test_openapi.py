"""The OpenAPI document is valid, and names every route under /api/v1."""

import re

from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.routing import Rule

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(app):
    """Return {(method, path template)} of every route under /api/v1."""
    return {
        (method.lower(), PARAMETER.sub(r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def operations(document):
    return {(method, path): said for path, methods in document["paths"].items() for method, said in methods.items()}


def test_anyone_may_read_it_and_it_is_valid(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.mimetype == "application/json"
    assert not list(OpenAPIV31SpecValidator(answer.json).iter_errors())


def test_every_route_is_in_it_and_nothing_else(app, document):
    assert set(operations(document.written)) == routes(app)
    app.url_map.add(Rule("/api/v1/forgotten", methods=["GET"], endpoint="forgotten"))
    assert set(operations(document.written)) != routes(app)


def test_every_call_says_what_it_is_and_whom_it_is_for(document):
    for said in operations(document.written).values():
        assert said["summary"].endswith(".")
        assert said["description"].startswith("For ")


def test_every_post_but_those_on_sessions_takes_an_idempotency_key(document):
    keyed = {
        path: any(parameter["name"] == "Idempotency-Key" for parameter in said["parameters"])
        for (method, path), said in operations(document.written).items()
        if method == "post"
    }
    assert {path for path, takes in keyed.items() if not takes} == {"/api/v1/sessions", "/api/v1/sessions/refresh"}


def test_schemas_are_named_by_what_they_are(document):
    assert {"AccessRequestPage", "PrescriptionsStatus"} <= set(document.written["components"]["schemas"])
    assert not [name for name in document.written["components"]["schemas"] if "_" in name]
