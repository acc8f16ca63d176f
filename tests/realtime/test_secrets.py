"""What is secret is never compressed: the size of a compressed frame would tell of it, digit by digit (BREACH, 2013)."""

import json

import pytest

from fadjma.commands.dispensing import claim_prescription
from fadjma.commands.prescriptions import issue_prescription
from fadjma.domain.signing import Line
from fadjma.realtime import transport


@pytest.fixture
def encoded(monkeypatch):
    """Every message encoded from now on."""
    messages, encode = [], transport.encode

    def note(name, body, **how):
        messages.append((json.dumps(body), encode(name, body, **how)))
        return messages[-1][1]

    monkeypatch.setattr(transport, "encode", note)
    return messages


def test_a_frame_that_shows_the_code_is_never_compressed(as_, listening, cast, encoded):
    listening(as_("awa"))
    listening(as_("aminata"))
    lines = [Line(medication="Paracétamol", dosage="500 mg", quantity=2)]
    given = issue_prescription(cast.awa.id, lines=lines, pharmacy_id=cast.plateau.id, actor=cast.fatou)
    code = claim_prescription(given.id, actor=cast.aminata).pickup_code
    showing = [message for body, message in encoded if code in body]
    assert showing
    for message in showing:
        assert message.secret
        assert message.small == message.plain
    others = [message for body, message in encoded if code not in body and message.size > 1000]
    assert others
    for message in others:
        assert not message.secret
        assert len(message.small) < len(message.plain)
