"""The two requests a patient makes about an ordonnance, and their answers."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ...domain.requests import Answer as State
from ...domain.requests import Mode
from . import Answer, Body, hidden
from .people import Person


class DeliveryWish(Body):
    """How the patient wants to receive what the pharmacy holds; `home` needs an address."""

    mode: Mode
    address: str = ""
    note: str = ""


class RenewalWish(Body):
    """The same again."""

    note: str = ""


class Reason(Body):
    """Why, which must be said."""

    reason: str


class ReasonIfAny(Body):
    """Why, if one wants to say so."""

    reason: str = ""


class Override(Body):
    """The reason to sign in spite of what the checks find, if there is one."""

    override: str = ""


class RenewalRequest(Answer):
    """What the patient asked the prescriber, and the answer; `delegate` is who asked in the patient's place."""

    id: UUID
    status: State
    note: str
    reason: str
    created_at: datetime
    answered_at: datetime | None
    delegate: Person = hidden()

    @classmethod
    def of(cls, row) -> Self | None:
        if row is None:
            return None
        said = {name: getattr(row, name) for name in cls.model_fields if name != "delegate"}
        return cls(**said, **({"delegate": Person.of(row.delegate)} if row.delegate else {}))


class DeliveryRequest(RenewalRequest):
    """What the patient asked the pharmacy, and the answer."""

    mode: Mode
    address: str


def newest(prescription, kind):
    """Return the newest request of `kind` about an ordonnance, or None."""
    return next((row for row in reversed(prescription.requests) if row.kind == kind), None)
