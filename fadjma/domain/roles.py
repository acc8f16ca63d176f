"""The four kinds of people."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the clinic; decided by the account, never by a token."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    PHARMACIST = "pharmacist"
    ADMIN = "admin"


PROFESSIONALS = frozenset({Role.DOCTOR, Role.PHARMACIST})
