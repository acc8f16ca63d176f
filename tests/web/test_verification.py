"""Is this ordonnance genuine: for anyone, without a name or a drug, twenty times a minute an address."""

from datetime import timedelta

import pytest

from fadjma.commands import verifications
from fadjma.domain.errors import TooMany
from fadjma.domain.prescriptions import Status
from fadjma.models.types import utcnow
from tests.ordonnances import at

UNKNOWN = "/verify/ORD-20260101-00000000"


@pytest.mark.parametrize(
    ("status", "word"),
    [(Status.ISSUED, "Émise"), (Status.READY, "Prête"), (Status.DELIVERED, "Délivrée"), (Status.CANCELLED, "Annulée")],
)
def test_it_says_date_and_state_and_neither_name_nor_drug(client, cast, status, word):
    it = at(status, cast)
    page = client.get(f"/verify/{it.matricule.lower()}").text
    assert 'data-genuine="yes"' in page and f">{word}</span>" in page and it.matricule in page
    for secret in ("Awa", "Ndiaye", "Fatou", "Salbutamol", "paracetamol", "Plateau", "Dakar", str(it.id)):
        assert secret not in page, secret


def test_time_ends_it_even_where_the_clock_is_late(client, cast):
    it = at(Status.ISSUED, cast, valid_days=1, now=utcnow() - timedelta(days=2))
    assert ">Expirée</span>" in client.get(f"/verify/{it.matricule}").text


@pytest.mark.parametrize("matricule", ["ORD-20260101-00000000", "x", "<b>", "ORD-", "é" * 200])
def test_an_unknown_one_is_answered_alike(client, cast, matricule):
    known, unknown = client.get(f"/verify/{at(Status.ISSUED, cast).matricule}"), client.get(f"/verify/{matricule}")
    assert known.status_code == unknown.status_code == 200
    assert 'data-genuine="no"' in unknown.text and "<b>" not in unknown.text
    assert [line.split(">")[0] for line in known.text.splitlines()][:20] == [
        line.split(">")[0] for line in unknown.text.splitlines()
    ][:20]


def test_known_or_not_takes_the_same_queries(client, cast, context, monkeypatch):
    from fadjma.extensions import db

    asked: list[str] = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for path in (f"/verify/{at(Status.ISSUED, cast).matricule}", UNKNOWN):
        asked.clear()
        client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_address_asks_twenty_times_a_minute(client, monkeypatch):
    answers = [client.get(UNKNOWN).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(UNKNOWN, environ_overrides=elsewhere).status_code == 200


@pytest.mark.parametrize("addresses", [("2001:db8::1", "2001:db8::ffff"), ("::ffff:192.0.2.1", "192.0.2.1")])
def test_a_household_is_one_address_and_may_ask_again_a_minute_later(context, addresses):
    now = utcnow()
    for n in range(20):
        verifications.admit_verification(addresses[n % 2], now=now)
    with pytest.raises(TooMany):
        verifications.admit_verification(addresses[0], now=now + timedelta(seconds=59))
    verifications.admit_verification(addresses[1], now=now + timedelta(seconds=60))
    verifications.admit_verification("2001:db8:0:1::1", now=now)
