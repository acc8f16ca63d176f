"""The access machine, driven at random through the real commands: nobody told who should not be, nothing ever widened."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from fadjma.commands import access_requests as acts
from fadjma.commands import clock, emergencies, readings
from fadjma.domain.access_requests import IN_FORCE, TRANSITIONS, Level, Status
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.errors import Refusal
from fadjma.domain.roles import Role
from fadjma.extensions import db
from fadjma.models import AccessRequest, Entry, Fact, User
from fadjma.models.types import utcnow
from fadjma.queries import access_requests
from fadjma.queries import readings as presence
from fadjma.queries.streams import user_stream
from tests.people import PASSWORD_HASH

NOES = st.sampled_from([Status.REJECTED, Status.REVOKED])
VERDICTS = st.sampled_from([Status.JUSTIFIED, Status.CONTESTED])
WISH = st.tuples(st.sampled_from(Level), st.sampled_from([1, 3, 5]))
HOURS = st.sampled_from([1, 1, 3, 5, 13, 13, 23, 24, 49, 24 * 7, 24 * 31])


def mostly(name):
    """Draw one of the people, most often the one whose part an act is."""
    return st.sampled_from([name] * 6 + ["patient", "doctor", "stranger", "admin"])


def standing(*states):
    """Let a rule wait until something stands in one of these states: the others are walked one by one, without rows."""
    return precondition(lambda machine: set(states) & set(machine.stood.values()))


def newcomer(role):
    """Write an account of a role; return its id."""
    name = f"{role} {uuid4().hex[:8]}"
    account = {"name": name, "search_name": name, "email": f"{uuid4()}@fadjma.example", "password_hash": PASSWORD_HASH}
    user = User(role=role, status=AccountStatus.ACTIVE, **account, created_at=utcnow())
    db.session.add(user)
    db.session.commit()
    return user.id


def reachable(origin):
    """Return every state that some way leads to from `origin`."""
    found, waiting = set(), [origin]
    while waiting:
        following = TRANSITIONS.get(waiting.pop(), set()) - found
        found |= following
        waiting += following
    return found


class Access(RuleBasedStateMachine):
    """One patient, one doctor, one stranger who is a doctor too, and an admin; time that only goes on."""

    admin = None

    def __init__(self):
        super().__init__()
        db.session.rollback()
        self.people = {"patient": newcomer(Role.PATIENT), "doctor": newcomer(Role.DOCTOR), "stranger": newcomer(Role.DOCTOR)}
        self.people["admin"] = self.admin
        self.now, self.asked, self.stood = utcnow(), {}, {}

    def who(self, name):
        return db.session.get(User, self.people[name])

    def rows(self):
        db.session.rollback()
        mine = AccessRequest.patient_id == self.people["patient"]
        return db.session.scalars(db.select(AccessRequest).where(mine).order_by(AccessRequest.id)).unique().all()

    def facts(self):
        mine = Fact.patient_id == self.people["patient"]
        return db.session.execute(db.select(Fact.name, Entry.stream).join(Entry).where(mine)).all()

    def attempt(self, act, *args, actor=None, **details):
        """Have somebody do something, which may be refused: then nothing of it is written."""
        before = len(self.facts())
        try:
            return act(*args, actor=self.who(actor) if actor else None, now=self.now, **details)
        except Refusal:
            assert len(self.facts()) == before
            return None

    @rule(wish=WISH)
    def ask(self, wish):
        patient, (level, days) = self.people["patient"], wish
        made = self.attempt(acts.request_access, patient, reason="Suivi", level=level, days=days, actor="doctor")
        if made:
            self.asked[made.id] = wish

    @rule(wish=WISH, who=mostly("patient"), granted=WISH | st.just((None, None)))
    def ask_and_approve(self, wish, who, granted):
        self.ask(wish)
        for row in (row for row in self.rows() if row.status == Status.PENDING):
            level, days = granted
            self.attempt(acts.decide_access_request, row.id, Status.APPROVED, level=level, days=days, actor=who)

    @standing(Status.PENDING, Status.APPROVED)
    @rule(who=mostly("patient"), decision=NOES)
    def refuse(self, who, decision):
        for row in self.rows():
            self.attempt(acts.decide_access_request, row.id, decision, actor=who)

    @standing(Status.PENDING)
    @rule(who=st.sampled_from(["patient", "doctor", "stranger", "admin"]))
    def cancel(self, who):
        for row in self.rows():
            self.attempt(acts.cancel_access_request, row.id, actor=who)

    @standing(Status.APPROVED)
    @rule(who=mostly("patient"))
    def cut(self, who):
        self.attempt(acts.cut_access, self.people["doctor"], actor=who)

    @rule()
    def open_in_an_emergency(self):
        why = {"reason": "Coma", "reason_code": "other"}
        self.attempt(emergencies.begin_emergency, self.people["patient"], **why, actor="doctor")

    @standing(Status.EMERGENCY)
    @rule(who=mostly("doctor"))
    def close(self, who):
        for row in self.rows():
            self.attempt(emergencies.close_emergency, row.id, actor=who)

    @standing(Status.EMERGENCY, Status.CLOSED, Status.JUSTIFIED)
    @rule(who=mostly("patient"))
    def contest(self, who):
        for row in self.rows():
            self.attempt(emergencies.contest_emergency, row.id, actor=who)

    @standing(Status.CLOSED, Status.CONTESTED)
    @rule(who=mostly("admin"), verdict=VERDICTS)
    def review(self, who, verdict):
        for row in self.rows():
            self.attempt(emergencies.review_emergency, row.id, verdict, actor=who)

    @rule(who=mostly("doctor"), hours=HOURS, seen=st.booleans())
    def read_and_wait(self, who, hours, seen):
        self.attempt(readings.keep_reading, self.people["patient"], actor=who)
        self.now += timedelta(hours=hours)
        if seen:
            db.session.rollback()
            clock.run(self.now)
            clock.sweep(self.now)

    @invariant()
    def nobody_is_told_who_should_not_be(self):
        two = {user_stream(self.people[name]) for name in ("patient", "doctor")}
        patient = {user_stream(self.people["patient"])}
        for name, stream in self.facts():
            if name == "EmergencyReported":
                assert stream == user_stream(self.admin)
            else:
                assert stream in (patient if name.startswith("Reading") else two), name

    @invariant()
    def nothing_is_wider_than_it_was_asked(self):
        rows = self.rows()
        for row in rows:
            level, days = self.asked.get(row.id, (Level.READ, 1))
            assert row.days <= days and (row.level == Level.READ or level == Level.WRITE)
            assert not row.emergency or row.expires_at - row.created_at == timedelta(hours=4)
        opened = [row.created_at for row in rows if row.emergency]
        assert all(later - earlier >= timedelta(hours=24) for earlier, later in pairwise(opened))
        assert sum(row.status == Status.PENDING for row in rows) <= 1

    @invariant()
    def the_file_is_open_for_what_is_in_force_now_and_for_no_longer(self):
        levels = {row.level for row in self.rows() if row.status in IN_FORCE and row.expires_at > self.now}
        grant = access_requests.grant(self.who("doctor"), self.people["patient"], self.now)
        assert (grant.level if grant else None) == (max(levels) if levels else None)
        assert access_requests.grant(self.who("stranger"), self.people["patient"], self.now) is None
        assert levels or not presence.now_in(self.who("patient"), now=self.now)

    @invariant()
    def every_change_is_a_way_that_is_drawn(self):
        for row in self.rows():
            before, self.stood[row.id] = self.stood.get(row.id), row.status
            assert before in (None, row.status) or row.status in reachable(before)


def test_the_access_machine(cast):
    Access.admin = cast.ousmane.id
    few = {"max_examples": 14, "stateful_step_count": 30, "derandomize": True, "database": None, "deadline": None}
    few |= {"phases": [Phase.generate]}  # what fails is shown as it was found: making it smaller takes minutes
    few = settings(**few, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Access, settings=few)
