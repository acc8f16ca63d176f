"""The lines of an ordonnance: what a doctor writes of each medication, and what is shown of it."""

from uuid import UUID

from ...domain.dispensing import WhyNot
from ...domain.posology import MOMENTS
from ...domain.prescriptions import LineStatus
from . import Answer, Body, hidden


class Taken(Body):
    """How many units are taken at each moment of the day, in halves from 0 to 20. Said by the prescriber, never guessed."""

    morning: float = 0
    noon: float = 0
    evening: float = 0
    night: float = 0


class SignedLine(Body):
    """One medication; `dosage` is the strength, `quantity` in dispensing units."""

    medication: str
    form: str = ""
    dosage: str
    quantity: int
    instructions: str = ""
    substitutable: bool = True
    repeats: int = 0
    posology: Taken | None = None


class Replacement(SignedLine):
    """The line that comes in the place of one not dispensed."""

    override: str = ""


class Posology(Answer):
    """How many units are taken at each moment of the day."""

    morning: float
    noon: float
    evening: float
    night: float

    @classmethod
    def of(cls, posology):
        return cls(**{moment: posology.get(moment, 0) for moment in MOMENTS})


class Line(Answer):
    """One medication and how much of it was delivered."""

    id: UUID
    medication: str
    form: str
    dosage: str
    quantity: int
    delivered: int
    instructions: str
    posology: Posology = hidden()
    substitutable: bool
    repeats: int
    status: LineStatus
    why_not: WhyNot = hidden()
    replaced_by: UUID = hidden()

    @classmethod
    def of(cls, row):
        names = [name for name in cls.model_fields if name not in ("why_not", "replaced_by", "posology")]
        taken = Posology.of(row.posology) if row.posology else None
        more = {"why_not": row.why_not, "replaced_by": row.replaced_by_id, "posology": taken}
        more = {name: value for name, value in more.items() if value is not None}
        return cls(**{name: getattr(row, name) for name in names}, **more)
