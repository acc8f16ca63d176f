"""Who is reading now: begun by opening the file, kept by its page, ended by silence or with the access; each told once."""

from datetime import timedelta

import pytest

from fadjma.commands import clock
from fadjma.commands.access_requests import cut_access, decide_access_request, request_access
from fadjma.commands.emergencies import begin_emergency, close_emergency
from fadjma.commands.medical_records import open_file, read_file, read_records
from fadjma.commands.readings import begin_reading, end_reading, keep_reading
from fadjma.domain.access_requests import Status
from fadjma.domain.errors import Conflict, NotFound
from fadjma.extensions import db
from fadjma.models import Fact, Reading
from fadjma.models.types import utcnow
from fadjma.queries import access_requests, readings
from tests.commands.test_access_requests import heard

SECOND = timedelta(seconds=1)
EMERGENCY = {"reason": "Coma", "reason_code": "other"}


def told():
    """Return the names of the facts about readings, oldest first."""
    query = db.select(Fact.name).where(Fact.name.in_(["ReadingBegan", "ReadingEnded"])).order_by(Fact.id)
    return db.session.scalars(query).all()


def reader(patient, now=None):
    """Return who reads the file of `patient`, by name."""
    return [line.reader.name for line in readings.now_in(patient, now=now)]


def test_opening_the_file_on_a_page_begins_a_reading_and_its_patient_alone_hears(cast, ears):
    read_file(cast.awa.id, actor=cast.fatou)
    read_records(cast.awa.id, actor=cast.fatou)
    assert reader(cast.awa) == []
    open_file(cast.awa.id, actor=cast.fatou)
    assert reader(cast.awa) == ["Dr Fatou Diop"]
    fact = db.session.scalars(db.select(Fact).where(Fact.name == "ReadingBegan")).one()
    assert heard(fact) == ears(awa=False)
    assert reader(cast.moussa) == [] and readings.now_in(cast.fatou) == [] and readings.now_in(cast.ousmane) == []


def test_ones_own_file_is_read_by_nobody_else(cast):
    read_file(cast.awa.id, actor=cast.awa)
    assert reader(cast.awa) == []


def test_a_page_that_goes_on_tells_nothing_and_one_that_falls_silent_ends(cast):
    now = utcnow()
    open_file(cast.awa.id, actor=cast.fatou, now=now)
    for seconds in (20, 40, 60):
        keep_reading(cast.awa.id, actor=cast.fatou, now=now + seconds * SECOND)
    open_file(cast.awa.id, actor=cast.fatou, now=now + 61 * SECOND)
    assert told() == ["ReadingBegan"]
    silent = now + 106 * SECOND
    assert clock.sweep(now=silent - SECOND) == 0
    assert reader(cast.awa, silent - SECOND) == ["Dr Fatou Diop"]
    assert reader(cast.awa, silent) == []  # though nobody has swept yet
    assert (clock.sweep(now=silent), clock.sweep(now=silent)) == (1, 0)
    assert told() == ["ReadingBegan", "ReadingEnded"]


def test_a_page_that_comes_back_after_a_silence_begins_again_swept_or_not(cast):
    now = utcnow()
    for minutes, sweep in ((0, False), (2, True), (4, False)):
        then = now + timedelta(minutes=minutes)
        keep_reading(cast.awa.id, actor=cast.fatou, now=then)
        assert reader(cast.awa, then) == ["Dr Fatou Diop"]
        if sweep:
            clock.sweep(now=then + timedelta(minutes=1))
    assert told() == ["ReadingBegan", "ReadingEnded", "ReadingBegan", "ReadingEnded", "ReadingBegan"]


def test_nobody_reads_what_they_may_not(cast):
    for name in ("ibrahima", "moussa", "aminata", "ousmane"):
        for act in (begin_reading, keep_reading):
            with pytest.raises(NotFound):
                act(cast.awa.id, actor=getattr(cast, name))
    assert told() == []


def test_a_reading_does_not_begin_twice_nor_end_too_soon(cast):
    reading = begin_reading(cast.awa.id, actor=cast.fatou)
    with pytest.raises(Conflict):
        begin_reading(cast.awa.id, actor=cast.fatou)
    with pytest.raises(Conflict, match="not_due"):
        end_reading(reading.id)
    assert told() == ["ReadingBegan"]


def test_of_many_pages_opened_at_once_one_reading_begins(cast, at_once):
    id = cast.awa.id
    assert set(at_once(6, lambda: open_file(id, actor=cast.fatou))) == {"done"}
    db.session.rollback()
    assert told() == ["ReadingBegan"]
    assert db.session.scalar(db.select(db.func.count(Reading.id))) == 1


def test_a_reader_whose_access_is_withdrawn_ends_at_once(cast):
    begin_reading(cast.awa.id, actor=cast.fatou)
    decide_access_request(cast.grant.id, Status.REVOKED, actor=cast.awa)
    assert told() == ["ReadingBegan", "ReadingEnded"]
    assert reader(cast.awa) == []
    with pytest.raises(NotFound):
        keep_reading(cast.awa.id, actor=cast.fatou)


def test_an_access_that_time_has_ended_ends_the_reading_too(cast):
    opened = begin_emergency(cast.moussa.id, **EMERGENCY, actor=cast.ibrahima)
    almost = opened.expires_at - SECOND
    keep_reading(cast.moussa.id, actor=cast.ibrahima, now=almost)
    assert reader(cast.moussa, almost) == ["Dr Ibrahima Fall"]
    assert reader(cast.moussa, opened.expires_at) == []
    clock.run(now=opened.expires_at)
    assert told() == ["ReadingBegan", "ReadingEnded"]


def test_a_reading_goes_on_under_another_access_and_its_card_says_so(cast):
    opened = begin_emergency(cast.awa.id, **EMERGENCY, actor=cast.fatou)
    reading = begin_reading(cast.awa.id, actor=cast.fatou)
    close_emergency(opened.id, actor=cast.fatou)
    assert told() == ["ReadingBegan"]
    changed = db.session.scalars(db.select(Fact).where(Fact.name == "AccessRequestStatusChanged")).one()
    assert changed.payload["reading_id"] == str(reading.id)


def test_cutting_ends_everything_a_reader_was_given_but_no_emergency(cast):
    more = request_access(cast.awa.id, reason="Avis", level="read", days=5, actor=cast.fatou)
    decide_access_request(more.id, Status.APPROVED, actor=cast.awa)
    opened = begin_emergency(cast.awa.id, **EMERGENCY, actor=cast.fatou)
    begin_reading(cast.awa.id, actor=cast.fatou)
    cut_access(cast.fatou.id, actor=cast.awa)
    assert (cast.grant.status, more.status, opened.status) == (Status.REVOKED, Status.REVOKED, Status.EMERGENCY)
    assert access_requests.grant(cast.fatou, cast.awa.id).id == opened.id
    assert reader(cast.awa) == ["Dr Fatou Diop"]
    with pytest.raises(NotFound):
        cut_access(cast.fatou.id, actor=cast.awa)
    with pytest.raises(NotFound):
        cut_access(cast.ibrahima.id, actor=cast.awa)
