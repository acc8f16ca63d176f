"""Ordonnances in the demo: each is signed, then goes its way step by step, at the pace of a real one."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..commands import prescriptions as acts
from ..commands import requests
from ..domain.dispensing import Portion
from ..domain.signing import Line
from ..extensions import db
from ..models import Prescription
from .people import MEDINA, PLATEAU

# The ways an ordonnance goes after its signature: (step, hours since the one before)
CLAIMED = [("claim", 3)]
PREPARED = [*CLAIMED, ("prepare", 1)]
READY = [*PREPARED, ("make_ready", 2)]
DELIVERED = [*READY, ("deliver", 20)]
WAYS: dict[str, list[tuple[str, int]]] = {
    "issued": [],
    "validated": CLAIMED,
    "in_preparation": PREPARED,
    "ready": [*PREPARED, ("make_ready", 24)],
    "partially_delivered": [*READY, ("deliver_part", 20)],
    "delivered": DELIVERED,
    "returned, then delivered": [*CLAIMED, ("give_back", 5), ("choose_another", 2), *DELIVERED],
    "delivered at home, renewed": [*DELIVERED, ("ask_again", 8 * 24), ("renew", 4), *CLAIMED, *[
        ("ask_to_bring", 1), ("agree_to_bring", 1), ("prepare", 1), ("make_ready", 2), ("deliver", 20),
    ]],
    "cancelled": [("cancel", 2)],
    "cancellation_requested": [*CLAIMED, ("cancel", 4)],
    "cancelled once claimed": [*CLAIMED, ("cancel", 4), ("agree_to_cancel", 2)],
    "expired": [("expire", 0)],
}  # fmt: skip
COUNTERS = {PLATEAU: ("aminata", "seynabou"), MEDINA: ("cheikh",)}


@dataclass
class Ordonnance:
    """One ordonnance, signed `days` days ago, and what becomes of it; `chosen` and `holder` are pharmacies."""

    days: int
    way: str
    lines: list[Line]
    holder: str = PLATEAU
    chosen: bool = True
    valid_days: int = 90
    reason: str = ""
    override: str = ""  # why it is signed in spite of what the checks find
    clinic: Any = field(default=None, repr=False)
    patient: Any = None
    doctor: Any = None
    row: Any = None
    code: str = ""

    def story(self):
        """Yield the moments of its life, acting at each."""
        now = yield self.clinic.calendar.on(self.days, 10, 30)
        self.sign(now)
        for step, hours in WAYS[self.way]:
            wanted = now + timedelta(hours=hours)
            now = yield self.row.valid_until if step == "expire" else wanted
            getattr(self, step)(now)

    @property
    def pharmacist(self):
        """Who stands at the counter: pharmacists take turns by the day."""
        turns = COUNTERS[self.holder]
        return self.clinic.people[turns[self.days % len(turns)]]

    def sign(self, now):
        pharmacy_id = self.clinic.pharmacies[self.holder] if self.chosen else None
        terms = {"lines": self.lines, "pharmacy_id": pharmacy_id, "valid_days": self.valid_days}
        terms["override"] = self.override
        self.row = acts.issue_prescription(self.patient.id, **terms, actor=self.doctor, now=now)

    def claim(self, now):
        matricule = None if self.row.chosen_pharmacy_id else self.row.matricule
        self.row = acts.claim_prescription(self.row.id, matricule=matricule, actor=self.pharmacist, now=now)
        self.code = self.row.pickup_code

    def prepare(self, now):
        acts.prepare_prescription(self.row.id, actor=self.pharmacist, now=now)

    def make_ready(self, now):
        acts.make_prescription_ready(self.row.id, actor=self.pharmacist, now=now)

    def deliver(self, now):
        acts.deliver_prescription(self.row.id, pickup_code=self.code, actor=self.pharmacist, now=now)

    def deliver_part(self, now):
        first = db.session.get_one(Prescription, self.row.id).lines[0]
        portion = Portion(first.id, first.quantity)
        acts.deliver_prescription(self.row.id, pickup_code=self.code, lines=[portion], actor=self.pharmacist, now=now)

    def give_back(self, now):
        acts.return_prescription(self.row.id, reason=self.reason, actor=self.pharmacist, now=now)

    def choose_another(self, now):
        self.holder = MEDINA if self.holder == PLATEAU else PLATEAU
        acts.choose_pharmacy(self.row.id, self.clinic.pharmacies[self.holder], actor=self.patient, now=now)

    def ask_again(self, now):
        requests.request_renewal(self.row.id, note=self.reason, actor=self.patient, now=now)

    def renew(self, now):
        self.row = requests.answer_renewal_request(self.row.id, accept=True, actor=self.doctor, now=now)

    def ask_to_bring(self, now):
        home = {"mode": "home", "address": "Villa 42, Sicap Amitié 1, Dakar"}
        requests.request_delivery(self.row.id, **home, actor=self.patient, now=now)

    def agree_to_bring(self, now):
        requests.answer_delivery_request(self.row.id, accept=True, actor=self.pharmacist, now=now)

    def cancel(self, now):
        acts.cancel_prescription(self.row.id, reason=self.reason, actor=self.doctor, now=now)

    def agree_to_cancel(self, now):
        acts.answer_cancellation(self.row.id, accept=True, actor=self.pharmacist, now=now)

    def expire(self, now):
        acts.expire_prescription(self.row.id, now=now)


def stories(clinic, patient, ordonnances, doctor="fatou"):
    """Return the life of each ordonnance of `patient`."""
    for ordonnance in ordonnances:
        ordonnance.clinic, ordonnance.patient, ordonnance.doctor = clinic, patient, clinic.people[doctor]
    return [ordonnance.story() for ordonnance in ordonnances]
