"""The ordonnances of a dashboard, as cards: columns in place of rows, in statements that are built once a role."""

from datetime import timedelta
from functools import cache
from operator import attrgetter

from sqlalchemy import exists, func, select

from ...domain.prescriptions import FINAL
from ...domain.requests import Answer, Kind
from ...domain.roles import Role
from ...extensions import db
from ...models import PatientRequest, Pharmacy, Prescription, PrescriptionLine, User
from ...models.types import utcnow
from ..kept import NOW, SINCE, Anybody, said_of
from ..prescriptions import seen_by
from . import prescriptions as cards

RECENT, MOST = timedelta(days=7), 40  # of a doctor's: the others are a page away
_IT, _LINES, _REQUESTS = Prescription.__table__, PrescriptionLine.__table__, PatientRequest.__table__
_PATIENT, _PRESCRIBER, _PHARMACY = User.__table__.alias(), User.__table__.alias(), Pharmacy.__table__
_SIGNED = _PRESCRIBER.c.name, _PRESCRIBER.c.town, _PHARMACY.c.name, _PHARMACY.c.town


def prescriptions(viewer, now=None, *, recent=RECENT):
    """Return the cards of a dashboard, newest first: every ordonnance on its way, what ended within `recent`.

    A doctor's: those whose renewal they are asked for too, and MOST in all: these first, the longest wait before the others.
    """
    now, role = now or utcnow(), viewer.role
    asked = said_of(viewer) | {"now": now, "since": now - recent}
    rows = db.session.execute(_desk(role), asked).all()
    if role == Role.PATIENT:
        return [cards.Own(*row[:8], *_signed(row[8:])) for row in rows]
    line = cards.line_for(role)
    lines = _grouped(line, _parts(role, line, _LINES, _LINES.c.position), asked) if rows else {}
    requests = _grouped(cards.Request, _parts(role, cards.Request, _REQUESTS, _REQUESTS.c.created_at), asked) if rows else {}
    made = [_card(row, lines.get(row.matricule, ()), requests.get(row.matricule, ())) for row in rows]
    return sorted(made, key=attrgetter("id"), reverse=True)


def _card(row, lines, requests):
    return cards.Prescription._make((*row[:7], cards.Patient(*row[7:9]), *_signed(row[9:]), lines, requests))


def _signed(row):
    """Return (prescriber, pharmacy) of the last four columns of a row."""
    return cards.Place(*row[:2]), cards.Place(*row[2:]) if row[2] is not None else None


def _grouped(kind, query, asked):
    """Return {matricule: cards of `kind`} of what `query` finds."""
    found: dict[str, tuple] = {}
    for matricule, *values in db.session.execute(query, asked):
        found[matricule] = (*found.get(matricule, ()), kind(*values))
    return found


@cache
def _parts(role, kind, table, order):
    """Return the query of what belongs to the ordonnances of a desk: whose, and the fields of a `kind` of card.

    Whose is said by the matricule, a word, where an id would be made of every line's: half of what these lists cost.
    """
    whole, desk = _IT.alias(), _desk(role).with_only_columns(_IT.c.id)
    query = select(whole.c.matricule, *(table.c[name] for name in kind._fields))
    return query.join_from(whole, table, table.c.prescription_id == whole.c.id).where(whole.c.id.in_(desk)).order_by(order)


@cache
def _desk(role):
    """Return the statement of the dashboard of a role, about Anybody."""
    shown = _IT.c.status.not_in(FINAL) | (_IT.c.updated_at > SINCE)
    if role == Role.DOCTOR:
        shown |= exists().where(*_WAITING)
    whoever = Anybody(role)
    if role == Role.PATIENT:  # who follows them opens it in their place: it is asked about the patient
        return _own().where(_IT.c.patient_id == whoever.id, shown).order_by(_IT.c.id.desc())
    query = _worked_with().where(seen_by(whoever, NOW), shown)
    if role != Role.DOCTOR:
        return query.order_by(_IT.c.id.desc())
    since = select(func.min(_REQUESTS.c.created_at)).where(*_WAITING).scalar_subquery()
    return query.order_by(since.asc().nulls_last(), _IT.c.id.desc()).limit(MOST)


_WAITING = (
    _REQUESTS.c.prescription_id == _IT.c.id,
    _REQUESTS.c.kind == Kind.RENEWAL,
    _REQUESTS.c.status == Answer.PENDING,
)


def _own():
    given = exists().where(_LINES.c.prescription_id == _IT.c.id, _LINES.c.delivered > 0)
    named = func.aggregate_strings(_LINES.c.medication + " " + _LINES.c.dosage, ", ").aggregate_order_by(_LINES.c.position)
    medications = select(named).where(_LINES.c.prescription_id == _IT.c.id).scalar_subquery()
    columns = (_IT.c[name] for name in ("id", "matricule", "status", "frozen_status", "created_at", "pickup_code"))
    return select(*columns, given, medications, *_SIGNED).select_from(_signed_by())


def _worked_with():
    columns = (_IT.c[name] for name in cards.Prescription._fields[:7])
    whose = _signed_by().join(_PATIENT, _PATIENT.c.id == _IT.c.patient_id)
    return select(*columns, _PATIENT.c.name, _PATIENT.c.birth_date, *_SIGNED).select_from(whose)


def _signed_by():
    """Return the ordonnances with their prescriber and the pharmacy that holds them, else the one that is to."""
    whose = _IT.join(_PRESCRIBER, _PRESCRIBER.c.id == _IT.c.prescriber_id)
    return whose.outerjoin(_PHARMACY, _PHARMACY.c.id == func.coalesce(_IT.c.claiming_pharmacy_id, _IT.c.chosen_pharmacy_id))
