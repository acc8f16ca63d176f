"""Streams: their names, and who belongs to which, from the database."""

from sqlalchemy import select

from ..domain.roles import Role
from ..extensions import db
from ..models import Pharmacy, User

ENDINGS = "endings"  # sessions and accounts that ended: every process follows it, no client ever does
ROLES = {
    Role.DOCTOR: "doctors",
    Role.PHARMACIST: "pharmacists",
    Role.PATIENT: "patients",
    Role.ADMIN: "admins",
}


def user_stream(user_id):
    """Return the name of one person's stream."""
    return f"user_{user_id}"


def pharmacy_stream(pharmacy_id):
    """Return the name of the stream of one pharmacy's pharmacists."""
    return f"pharmacy_{pharmacy_id}"


def every_stream():
    """Return the names of all streams that anybody may hear, told or not."""
    people, pharmacies = db.session.scalars(select(User.id)), db.session.scalars(select(Pharmacy.id))
    return [*map(user_stream, people), *map(pharmacy_stream, pharmacies), *ROLES.values(), ENDINGS]


def streams_of(user):
    """Return the names of the streams `user` hears, from their row; a pending account hears its own alone."""
    names = [user_stream(user.id)]
    if user.is_active:
        names.append(ROLES[user.role])
        if user.pharmacy_id is not None:
            names.append(pharmacy_stream(user.pharmacy_id))
    return names
