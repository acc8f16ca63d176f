"""Whatever people do and in whatever order: the ordonnance and the stock through the real commands, by hypothesis.

After every act: no quantity below zero, nothing delivered beyond what was prescribed or without a record, every step one
that is drawn, every unit of stock explained, and not one fact told to a stranger.
"""

import shutil
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from fadjma.commands import clock
from fadjma.commands import prescriptions as acts
from fadjma.commands.dispenses import reverse_dispense
from fadjma.commands.lines import leave_line, not_dispense_line, replace_line
from fadjma.commands.stock import adjust_stock, import_stock, receive_stock
from fadjma.domain.dispensing import Portion, WhyNot
from fadjma.domain.errors import Refusal
from fadjma.domain.prescriptions import TRANSITIONS, LineStatus, Status, remaining
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Dispense, Entry, Prescription, Reservation, StockItem, StockMovement
from fadjma.models.types import utcnow
from fadjma.queries.streams import pharmacy_stream, user_stream
from tests.databases import settle

BOUNDED = settings(
    max_examples=6,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
HOLDER = st.sampled_from(["holder", "holder", "holder", "seynabou", "cheikh", "awa", "fatou", "ousmane"])
PHARMACISTS = st.sampled_from(["aminata", "seynabou", "cheikh"])
ANYBODY = st.sampled_from(["awa", "moussa", "fatou", "ibrahima", "aminata", "cheikh", "ousmane"])
MEDICATIONS = st.sampled_from(["Salbutamol", "Paracétamol", "Amoxicilline", "Quinine"])
UNITS = st.integers(-1, 40)
BACK = {
    (Status.DELIVERED, Status.PARTIALLY_DELIVERED),
    (Status.DELIVERED, Status.READY),
    (Status.PARTIALLY_DELIVERED, Status.READY),
}  # an error taken out


SEEN: set[str] = set()


class Clinic(RuleBasedStateMachine):
    """What both machines share: the cast, a clock that only goes on, and what must hold after every act."""

    cast = place = kept = None

    def __init__(self):
        super().__init__()
        self.begin_anew()
        self.now, self.stood = utcnow(), {}
        self.known = self.entries()
        self.moved = dict(db.session.execute(db.select(StockItem.id, StockItem.on_hand - self._sum())).all())

    @classmethod
    def begin_anew(cls):
        """Put the database back to where every story begins."""
        db.session.remove()
        db.engine.dispose()
        for left in ("-wal", "-shm"):
            cls.place.with_name(cls.place.name + left).unlink(missing_ok=True)
        shutil.copy(cls.kept, cls.place)

    @staticmethod
    def entries():
        return {tuple(row) for row in db.session.execute(db.select(Entry.stream, Entry.seq))}

    @staticmethod
    def _sum():
        moves = db.select(db.func.coalesce(db.func.sum(StockMovement.quantity), 0))
        return moves.where(StockMovement.stock_item_id == StockItem.id).scalar_subquery()

    def do(self, act, *args, actor, **given):
        """Have somebody (« holder »: of the pharmacy that holds it) try something; what is refused is refused."""
        name = self.holder() if actor == "holder" else actor
        try:
            done = act(*args, actor=getattr(self.cast, name), now=self.now, **given)
        except Refusal:
            return None
        self.every_step_is_one_that_is_drawn()
        return done

    def every_step_is_one_that_is_drawn(self):
        """Fail where an ordonnance went from one state to another that no line of the table leads to."""
        db.session.rollback()
        for id, status in db.session.execute(db.select(Prescription.id, Prescription.status)):
            before = self.stood.get(id, status)
            assert before == status or status in TRANSITIONS.get(before, ()) or (before, status) in BACK
            self.stood[id] = status

    @rule(hours=st.sampled_from([1, 1, 1, 20, 20, 49, 24 * 31]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        clock.run(self.now)
        self.every_step_is_one_that_is_drawn()

    @invariant()
    def stock_is_what_its_movements_and_reservations_say(self):
        db.session.rollback()
        items = db.session.execute(db.select(StockItem.id, StockItem.on_hand, StockItem.reserved, self._sum()))
        query = db.select(Reservation.stock_item_id, db.func.sum(Reservation.quantity)).group_by(Reservation.stock_item_id)
        aside = dict(db.session.execute(query).all())
        for id, on_hand, reserved, moved in items:
            assert 0 <= reserved <= on_hand
            assert reserved == aside.get(id, 0)
            assert on_hand == self.moved.get(id, 0) + moved

    @invariant()
    def strangers_hear_nothing(self):
        told = self.entries() - self.known
        people = ("moussa", "ibrahima", "ousmane")
        strangers = {user_stream(getattr(self.cast, name).id) for name in people} | self.not_concerned()
        assert {stream for stream, _ in told} & strangers == set()

    def not_concerned(self):
        return set()


class Ordonnance(Clinic):
    """One ordonnance of Awa's, and everybody trying everything with it."""

    @initialize(chosen=st.sampled_from([None, "plateau"]), repeats=st.integers(0, 1), further=st.sampled_from([3, 2, 0]))
    def signed(self, chosen, repeats, further):
        lines = [Line("Amoxicilline", "500 mg", 12, repeats=repeats), Line("paracetamol", "500 mg", 20),
                 Line("Quinine", "300 mg", 6, substitutable=False)]  # fmt: skip
        pharmacy_id = getattr(self.cast, chosen).id if chosen else None
        terms = {"lines": lines, "pharmacy_id": pharmacy_id, "override": "Suite", "now": self.now}
        it = acts.issue_prescription(self.cast.awa.id, **terms, actor=self.cast.fatou)
        self.id, self.matricule, self.medina = it.id, it.matricule, False
        if further:
            self.claim("aminata", 2, True)
        if further == 3:
            portions = [Portion(it.lines[0].id, 5), Portion(it.lines[2].id, 0, reason="out_of_stock")]
            self.do(acts.deliver_prescription, self.id, pickup_code=self.it.pickup_code, lines=portions, actor="holder")

    @property
    def it(self):
        db.session.rollback()
        return db.session.get(Prescription, self.id)

    def held(self):
        return self.it.claiming_pharmacy_id is not None and self.it.status not in FINAL

    def holder(self):
        return "cheikh" if self.it.claiming_pharmacy_id == self.cast.medina.id else "aminata"

    @precondition(lambda self: self.it.status == Status.ISSUED)
    @rule(who=PHARMACISTS, further=st.integers(0, 2), partial=st.sampled_from([True, True, False]))
    def claim(self, who, further, partial):
        self.do(acts.claim_prescription, self.id, matricule=self.matricule, actor=who)
        if further:
            self.prepare("holder", partial, further == 2)

    @precondition(lambda self: self.held())
    @rule(who=HOLDER, partial=st.sampled_from([True, True, False]), ready=st.booleans())
    def prepare(self, who, partial, ready):
        self.do(acts.prepare_prescription, self.id, partial=partial, actor=who)
        if ready:
            self.do(acts.make_prescription_ready, self.id, actor=who)

    @precondition(lambda self: self.it.status in (Status.READY, Status.PARTIALLY_DELIVERED))
    @rule(who=HOLDER, data=st.data())
    def deliver_part(self, who, data):
        lines = [line for line in self.it.lines if remaining(line)]
        portions = [self.portion(line, data) for line in lines if data.draw(st.booleans())]
        self.do(acts.deliver_prescription, self.id, pickup_code=self.it.pickup_code, lines=portions, actor=who)

    @precondition(lambda self: self.it.status in (Status.READY, Status.PARTIALLY_DELIVERED))
    @rule(who=HOLDER, wrong=st.sampled_from([False, False, True]))
    def deliver(self, who, wrong):
        code = "no code" if wrong else self.it.pickup_code
        self.do(acts.deliver_prescription, self.id, pickup_code=code, actor=who)
        if wrong:
            self.do(acts.renew_pickup_code, self.id, actor="awa")

    def portion(self, line, data):
        units = data.draw(st.integers(0, remaining(line) + 1))
        why = data.draw(st.sampled_from(list(WhyNot))) if units == 0 else "Rupture"
        return Portion(line.id, units, data.draw(st.sampled_from(["", "", "Salbutamol"])) if units else "", str(why))

    @precondition(lambda self: self.held())
    @rule(who=HOLDER, n=st.integers(0, 3), why=st.sampled_from(WhyNot))
    def leave_out(self, who, n, why):
        lines = self.it.lines
        self.do(not_dispense_line, self.id, lines[n % len(lines)].id, reason=why, actor=who)

    @precondition(lambda self: any(line.status == LineStatus.NOT_DISPENSED for line in self.it.lines))
    @rule(who=st.sampled_from(["fatou", "ibrahima", "awa"]), n=st.integers(0, 3), leave=st.booleans())
    def answer(self, who, n, leave):
        lines = self.it.lines
        given = {} if leave else {"line": Line("Salbutamol", "100 µg", 3), "override": "Suite"}
        self.do(leave_line if leave else replace_line, self.id, lines[n % len(lines)].id, **given, actor=who)

    @precondition(lambda self: self.it.dispenses)
    @rule(who=HOLDER, n=st.integers(0, 5))
    def take_back(self, who, n):
        if given := self.it.dispenses:
            self.do(reverse_dispense, self.id, given[n % len(given)].id, reason="Erreur", actor=who)

    @precondition(lambda self: self.held())
    @rule(who=st.sampled_from(["awa", "holder", "moussa"]))
    def give_back(self, who):
        self.do(acts.return_prescription, self.id, reason="Rupture", actor=who)

    @precondition(lambda self: self.it.status == Status.ISSUED)
    @rule(where=st.sampled_from(["plateau", "medina"]), who=st.sampled_from(["awa", "moussa", "fatou"]))
    def choose(self, where, who):
        self.do(acts.choose_pharmacy, self.id, getattr(self.cast, where).id, actor=who)

    @precondition(lambda self: self.held())
    @rule(who=st.sampled_from(["fatou", "ibrahima", "awa"]), answer=st.sampled_from([True, False, False, False]))
    def cancel(self, who, answer):
        self.do(acts.cancel_prescription, self.id, reason="Erreur", actor=who)
        self.do(acts.answer_cancellation, self.id, accept=answer, reason="Non", actor="holder")

    @invariant()
    def there_is_a_code_while_a_pharmacy_holds_it(self):
        for it in db.session.scalars(db.select(Prescription)).unique():
            assert (it.pickup_code is None) == (it.status in (Status.ISSUED, *FINAL))
            SEEN.add(it.status)
            SEEN.update(line.status for line in it.lines)

    @invariant()
    def what_was_delivered_was_prescribed_and_is_on_record(self):
        query = db.select(Dispense.line_id, db.func.sum(Dispense.quantity)).group_by(Dispense.line_id)
        given = dict(db.session.execute(query).all())
        for it in db.session.scalars(db.select(Prescription)).unique():
            for line in it.lines:
                assert 0 <= line.delivered <= line.quantity
                assert line.delivered == given.get(line.id, 0)
                assert (line.status == LineStatus.DELIVERED) == (line.delivered == line.quantity)
            if it.status == Status.DELIVERED:
                assert all(line.status != LineStatus.OPEN for line in it.lines) and any(line.delivered for line in it.lines)
            if it.status in (Status.ISSUED, Status.VALIDATED, *FINAL):
                held = Reservation.line_id.in_([line.id for line in it.lines])
                assert not db.session.scalars(db.select(Reservation.id).where(held)).all()

    def not_concerned(self):
        self.medina = self.medina or self.it.claiming_pharmacy_id == self.cast.medina.id
        self.medina = self.medina or self.it.chosen_pharmacy_id == self.cast.medina.id
        return set() if self.medina else {pharmacy_stream(self.cast.medina.id)}


FINAL = (Status.DELIVERED, Status.CANCELLED, Status.EXPIRED)


class Shelves(Clinic):
    """The stock of two pharmacies, filled, counted and dispensed from."""

    @rule(who=PHARMACISTS, name=MEDICATIONS, days=st.integers(-1, 90), units=UNITS)
    def receive(self, who, name, days, units):
        lot = {"lot": f"L{days}", "expires_on": self.now.date() + timedelta(days=days)}
        self.do(receive_stock, medication=name, quantity=units, threshold=5, **lot, actor=who)

    @rule(who=PHARMACISTS, rows=st.lists(st.tuples(MEDICATIONS, st.integers(-1, 90), UNITS), max_size=4))
    def receive_a_list(self, who, rows):
        lines = [f"{name},L{days},{self.now.date() + timedelta(days=days)},{units}" for name, days, units in rows]
        held = db.session.scalar(db.select(db.func.count()).select_from(StockMovement))
        done = self.do(import_stock, "\n".join(["medication,lot,expires_on,quantity", *lines]), actor=who)
        db.session.rollback()
        assert db.session.scalar(db.select(db.func.count()).select_from(StockMovement)) - held == (len(rows) if done else 0)

    @rule(who=st.one_of(PHARMACISTS, ANYBODY), n=st.integers(0, 20), units=st.integers(-60, 20))
    def count_again(self, who, n, units):
        items = db.session.scalars(db.select(StockItem.id).order_by(StockItem.id)).all()
        self.do(adjust_stock, items[n % len(items)], quantity=units, reason="Inventaire", actor=who)

    @rule(name=MEDICATIONS, units=st.integers(1, 60), who=PHARMACISTS, end=st.sampled_from(["deliver", "return", "wait"]))
    def dispense(self, name, units, who, end):
        terms = {"lines": [Line(name, "1", units)], "override": "Suite"}
        it = self.do(acts.issue_prescription, self.cast.awa.id, **terms, actor="fatou")
        if it is None:  # her access has run out
            return
        self.do(acts.claim_prescription, it.id, matricule=it.matricule, actor=who)
        self.do(acts.prepare_prescription, it.id, partial=True, actor=who)
        self.do(acts.make_prescription_ready, it.id, actor=who)
        db.session.rollback()
        code = db.session.get(Prescription, it.id).pickup_code
        if end == "deliver":
            self.do(acts.deliver_prescription, it.id, pickup_code=code, actor=who)
        elif end == "return":
            self.do(acts.return_prescription, it.id, reason="Absent", actor=who)

    @invariant()
    def what_left_was_still_good(self):
        query = db.select(Dispense.at, StockItem.expires_on).join(Dispense.stock_item)
        assert all(at.date() < expires_on for at, expires_on in db.session.execute(query))


@pytest.fixture
def story(cast, tmp_path, monkeypatch):
    """Where the stories happen: the cast, and the database as they find it."""
    place = tmp_path / "fadjma.db"
    db.session.remove()
    db.engine.dispose()
    settle(place)
    monkeypatch.setattr(Clinic, "cast", cast)
    monkeypatch.setattr(Clinic, "place", place)
    monkeypatch.setattr(Clinic, "kept", shutil.copy(place, tmp_path / "kept.db"))


@pytest.mark.parametrize("machine", [Ordonnance, Shelves])
def test_whatever_happens(story, machine):
    run_state_machine_as_test(machine, settings=BOUNDED)
    assert {Status.DELIVERED, Status.PARTIALLY_DELIVERED, LineStatus.NOT_DISPENSED} <= SEEN or machine is Shelves
