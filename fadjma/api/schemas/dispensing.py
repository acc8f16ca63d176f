"""What is sent along with the steps of an ordonnance."""

from uuid import UUID

from . import Body


class Choice(Body):
    """The pharmacy the patient wants."""

    pharmacy_id: UUID


class Presented(Body):
    """The whole matricule of the paper, needed unless the pharmacy was chosen."""

    matricule: str | None = None


class Code(Body):
    """The pick-up code that the patient shows."""

    pickup_code: str
