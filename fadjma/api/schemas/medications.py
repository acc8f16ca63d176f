"""Medications: the presentations in the catalogue."""

from uuid import UUID

from . import Answer, Query


class Sought(Query):
    """The beginning of a name, with accents or without."""

    q: str = ""


class Medication(Answer):
    """One presentation: a line's `medication` is its `name`, the `dosage` its `strength`. `atc` is "" where it has none."""

    id: UUID
    name: str
    form: str
    strength: str
    atc: str

    @classmethod
    def of(cls, row):
        return cls(**{name: getattr(row, name) for name in cls.model_fields})
