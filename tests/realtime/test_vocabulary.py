"""The vocabulary of facts is whole: each has its people, its words, and comes back from the journal as it went in."""

from dataclasses import fields
from uuid import uuid4

import pytest

from fadjma.realtime import audience, journal, message

KINDS = [kind for kind in journal.EVENTS.values() if not kind.__subclasses__()]  # the others are what several share
TOLD = [kind for kind in KINDS if kind.wire]


def example(kind):
    """Return a fact of `kind` with something in every field."""
    values = {}
    for field in fields(kind):
        if "UUID" in str(field.type):
            values[field.name] = (uuid4(), uuid4()) if "tuple" in str(field.type) else uuid4()
        else:
            values[field.name] = {"int": 3, "bool": True}.get(getattr(field.type, "__name__", field.type), "read")
    return kind(**values)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_has_an_audience(kind):
    assert kind in audience.STREAMS


def test_no_audience_is_of_a_fact_that_does_not_exist():
    assert set(audience.STREAMS) <= set(KINDS)


@pytest.mark.parametrize("kind", TOLD)
def test_every_fact_that_is_told_has_its_words(kind, app):
    name = message.template_of(kind.__name__)
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
    assert all(f"set {part}" in source for part in ("level", "title", "message", "url"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_comes_back_from_the_journal_as_it_went_in(kind):
    event = example(kind)
    fact = type("Fact", (), {"name": kind.__name__, "payload": journal.payload(event)})
    assert journal.revive(fact) == event
