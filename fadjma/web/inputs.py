"""Inputs: what people type, as values of the domain; what is none raises Invalid at its field."""

from datetime import date
from uuid import UUID

from flask import request

from ..domain.errors import Invalid


def day(form, name):
    """Return the date typed in a field, or None; raise Invalid if it is none."""
    try:
        return date.fromisoformat(form[name]) if form.get(name) else None
    except ValueError as error:
        raise Invalid(**{name: "wrong_type"}) from error


def identifier(form, name):
    """Return the id chosen in a field, or None; raise Invalid if it is none."""
    try:
        return UUID(form[name]) if form.get(name) else None
    except ValueError as error:
        raise Invalid(**{name: "unknown_value"}) from error


def whole(form, name, default=None):
    """Return the whole number typed in a field, or `default` where it is empty; raise Invalid if it is none."""
    text = form.get(name, "").strip()
    if not text:
        return default
    try:
        return int(text)
    except ValueError as error:
        raise Invalid(**{name: "not_a_number"}) from error


def choice(form, name, enum):
    """Return the member of `enum` chosen in a field; raise Invalid if it is none."""
    try:
        return enum(form.get(name, ""))
    except ValueError as error:
        raise Invalid(**{name: "unknown_value"}) from error


def wanted(name, kind=str, *, among=None):
    """Return what the address asks for as `kind`, one of `among` where that is given; None where it is missing or is none.

    A filter or a page that makes no sense shows the plain list: an address may come from anywhere.
    """
    value = request.args.get(name, type=kind)
    return value if among is None or value in among else None


def position(text):
    """Return the number in an address as one that a database can hold; raise ValueError if it is none."""
    return max(0, min(int(text), 2**63 - 1))
