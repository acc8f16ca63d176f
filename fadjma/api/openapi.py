"""The OpenAPI document, written from the declarations that route and validate the calls."""

import json
import re
from functools import cache
from http import HTTPStatus

from pydantic import ConfigDict
from pydantic.json_schema import models_json_schema

from .endpoint import ENDPOINTS, endpoint
from .schemas import Answer, Body, Problem, Query
from .who import ANYONE

REF = "#/components/schemas/{model}"
ODD = re.compile(r"\b(fadjma__\w+)|\bPage_(\w+?)_\b")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
ABOUT = {
    "title": "FADJMA",
    "version": "1",
    "description": (
        "Live medical records and ordonnances. Times are ISO 8601 UTC, ids UUIDs. What the reader may not see is absent; "
        "null means that there is none. In a body, null counts as absent. A list's `next` is the `after` of its next page."
    ),
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 255},
    "description": "Kept 24 h. The same key and body: the first status, the thing as it is now. Another body: 422.",
}
PROBLEMS = {
    400: "Not JSON",
    401: "No token, or not a good one",
    403: "Your role may not",
    404: "Not there, or not yours",
    409: "The state of things forbids it",
    413: "Too large",
    422: "Fields are wrong: `errors` names each",
    429: "Too often: wait for `Retry-After` seconds",
}


BYTES = {"type": "string", "contentMediaType": "application/octet-stream"}
ONE_FILE = {"type": "object", "properties": {"file": BYTES}, "required": ["file"]}


class Document(Answer):
    """This document."""

    model_config = ConfigDict(extra="allow")


@endpoint("GET /openapi.json", who=ANYONE, answer=Document)
def document():
    """Show what this API is, in OpenAPI 3.1."""
    return Document(**_written())


@cache
def _written():
    models = {model for declared in ENDPOINTS for model in (declared.body, declared.answer) if model and model.model_fields}
    ordered = sorted(models | {Problem}, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "validation") for model in ordered], ref_template=REF)
    named = json.loads(ODD.sub(_readable, json.dumps(schemas["$defs"])))
    paths: dict[str, dict] = {}
    for declared in ENDPOINTS:
        paths.setdefault(f"/api/v1{_templated(declared.path)}", {})[declared.method.lower()] = _operation(declared)
    bearer = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    components = {"schemas": named, "securitySchemes": bearer}
    return {"openapi": "3.1.0", "info": ABOUT, "paths": paths, "components": components}


def _readable(odd):
    """Return the name of a schema that pydantic names by its module, or by the page's own word and its item's."""
    noun, _, kind = odd[1].rpartition("__") if odd[1] else ("", "", f"{odd[2]}Page")
    return noun.rpartition("__")[2].title().replace("_", "") + kind


def _templated(path):
    return PARAMETER.sub(r"{\2}", path)


def _operation(declared):
    said = {
        "operationId": declared.name,
        "tags": [declared.noun],
        "summary": (declared.function.__doc__ or "").split("\n")[0],
        "description": f"For {declared.who.said}.",
        "parameters": [*_in_path(declared), *_in_query(declared), *([KEY] if declared.keyed else [])],
        "responses": _responses(declared),
        "security": [{"bearer": []}] if declared.who.token else [],
    }
    if declared.takes_file:
        said["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": ONE_FILE}}}
    elif declared.body is not Body:
        required = any(field.is_required() for field in declared.body.model_fields.values())
        said["requestBody"] = {"required": required, "content": {"application/json": {"schema": _ref(declared.body)}}}
    return said


def _ref(model):
    return {"$ref": REF.format(model=model.__name__)}


def _in_path(declared):
    formats = {"uuid": {"type": "string", "format": "uuid"}}
    return [
        {"name": name, "in": "path", "required": True, "schema": formats.get(kind, {"type": "string"})}
        for kind, name in PARAMETER.findall(declared.path)
    ]


def _in_query(declared):
    schema = declared.query.model_json_schema(ref_template=REF)
    required, definitions = schema.get("required", ()), schema.get("$defs", {})
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _inlined(field, definitions)}
        for name, field in schema.get("properties", {}).items()
    ]


def _inlined(field, definitions):
    """Return the schema of a query parameter with its vocabulary in it, and without the null that only we see."""
    kinds = [kind for kind in field.get("anyOf", [field]) if kind.get("type") != "null"]
    return definitions[kinds[0]["$ref"].rpartition("/")[2]] if "$ref" in kinds[0] else kinds[0]


def _responses(declared):
    good = {"content": {"application/json": {"schema": _ref(declared.answer)}}} if declared.answer else {}
    if declared.media:
        good = {"content": {kind: {} for kind in declared.media}}
    if declared.answer is Document:
        good = {"content": {"application/json": {"schema": {"type": "object"}}}}
    answers = {str(status): {"description": HTTPStatus(status).phrase, **good} for status in declared.statuses}
    problem = {"content": {"application/problem+json": {"schema": _ref(Problem)}}}
    return answers | {str(status): {"description": PROBLEMS[status], **problem} for status in _possible(declared)}


def _names_something(declared):
    return any(name.endswith("_id") for model in (declared.body, declared.query) for name in model.model_fields)


def _possible(declared):
    """Return the statuses of the problems this call may meet."""
    sends = declared.method in ("POST", "PUT")
    possible = {401, 403} if declared.who.token else set()
    possible |= {400, 413, 422} if sends else {422} if declared.query is not Query else set()
    possible |= {401, 429} if declared.answer is not Document else set()
    possible |= {404} if "<" in declared.path or _names_something(declared) else set()
    possible |= {409} if sends and declared.who.token == "access" else set()
    return sorted(possible)
