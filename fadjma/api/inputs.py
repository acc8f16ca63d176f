"""Inputs: what a program sends, as a schema. Not JSON is 400; what is wrong with a field is 422 at the field's path."""

import hashlib
import json
import math

from flask import request
from pydantic import ValidationError

from ..domain.attachments import MOST_BYTES as MOST_BYTES_OF_A_FILE
from ..domain.errors import Invalid, Refusal
from ..domain.texts import is_unkeepable
from . import keys

MOST_BYTES = 512 * 1024  # an entry of 20,000 characters, each escaped, and room
DEEPEST = 16  # objects and lists within each other
MOST_ERRORS = 50
CODES = {
    "missing": "required",
    "extra_forbidden": "no_such_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}


def body(model, *, keyed):
    """Return the body of this request as `model`; note its Idempotency-Key if it is `keyed`. Null counts as absent."""
    request.max_content_length = MOST_BYTES
    raw = request.get_data()
    needs = any(field.is_required() for field in model.model_fields.values())
    errors: dict[str, str] = {}
    given = _cleaned(_parsed(raw) if raw.strip() or needs else {}, (), errors)
    if not isinstance(given, dict):
        raise Invalid(body="wrong_type")
    if errors:
        raise Invalid(**errors)
    canonical = json.dumps(given, sort_keys=True)
    if keyed:
        keys.note(canonical.encode())
    return _checked(lambda: model.model_validate_json(canonical))


def file(*, keyed):
    """Return (name, bytes) of the part `file` of a multipart body; note the request's Idempotency-Key if it is `keyed`.

    At most one byte more is read than may be kept: enough for the rule to refuse it.
    """
    part = request.files.get("file")
    if part is None:
        raise Invalid(file="required")
    name, content = part.filename or "", part.stream.read(MOST_BYTES_OF_A_FILE + 1)
    if keyed:
        keys.note(name.encode(errors="replace") + b"\0" + hashlib.sha256(content).digest())
    return name, content


def query(model):
    """Return the query of this request as `model`; an empty parameter counts as absent."""
    given, errors = {}, {}
    for name, field in model.model_fields.items():
        values = [value for value in request.args.getlist(name) if value]
        if any(is_unkeepable(value) for value in values):
            errors[name] = "not_text"
        elif values:
            given[name] = values if field.annotation == list[str] else values[0]
    if errors:
        raise Invalid(**errors)
    return _checked(lambda: model.model_validate(given))


def _parsed(raw):
    try:
        return json.loads(raw.decode(), parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise Refusal("not_json") from error


def _finite(text):
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number


def _cleaned(value, path, errors):
    """Return `value` without nulls; note in `errors` each text that cannot be kept. Raise Refusal beyond DEEPEST."""
    if len(path) > DEEPEST:
        raise Refusal("too_deep")
    if isinstance(value, str) and is_unkeepable(value):
        errors[_named(path)] = "not_text"
    if isinstance(value, list):
        return [_cleaned(item, (*path, n), errors) for n, item in enumerate(value)]
    if isinstance(value, dict):
        if any(is_unkeepable(name) for name in value):
            errors[_named(path)] = "not_text"
        return {name: _cleaned(item, (*path, name), errors) for name, item in value.items() if item is not None}
    return value


def _named(path):
    return ".".join(str(part)[:100] for part in path) or "body"


def _checked(validate):
    try:
        return validate()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[:MOST_ERRORS]
        raise Invalid(**{_named(one["loc"]): CODES.get(one["type"], "wrong_type") for one in found}) from error
