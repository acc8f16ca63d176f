"""What somebody says of themselves when they register, as the row of a new account; all that is wrong is said at once."""

from sqlalchemy import select

from ..domain import accounts as rules
from ..domain.errors import Invalid
from ..domain.roles import Role
from ..domain.texts import folded
from ..extensions import db
from ..models import Pharmacy, User
from .contacts import email_of, phone_of

LENGTHS = {"name": 120, "establishment": 120, "town": 80}


def describe(
    role, *, now, name, language="fr", email="", phone="", birth_date=None, pharmacy_id=None, establishment="", town=""
):
    """Return the row of a new account, not yet added; raise Invalid with {field: code} of everything wrong with it."""
    user = User(role=role, name=_line(name), establishment=_line(establishment), town=_line(town), birth_date=birth_date)
    user.language, errors = rules.language_of(language), dict[str, str]()
    user.email, user.phone = _contact(email_of, email, errors), _contact(phone_of, phone, errors)
    user.pharmacy_id = pharmacy_id if role == Role.PHARMACIST else None
    user.search_name = folded(user.name)
    errors |= _missing(user) | _wrong(user, now.date()) | _taken(user)
    if errors:
        raise Invalid(**errors)
    return user


def _line(text):
    return " ".join(text.split())


def _contact(kept_form, text, errors):
    try:
        return kept_form(text) if text.strip() else None
    except Invalid as refusal:
        errors.update(refusal.errors)
        return ""  # named, if not rightly


def _missing(user):
    missing = {} if user.name else {"name": "required"}
    if user.email is None and user.phone is None:
        missing["email"] = "email_or_phone"
    if user.role == Role.PATIENT and user.birth_date is None:
        missing["birth_date"] = "required"
    return missing


def _wrong(user, today):
    wrong = {field: "too_long" for field, most in LENGTHS.items() if len(getattr(user, field)) > most}
    if user.birth_date and (problem := rules.birth_date_problem(user.birth_date, today)):
        wrong["birth_date"] = problem
    if user.role == Role.PHARMACIST and (user.pharmacy_id is None or db.session.get(Pharmacy, user.pharmacy_id) is None):
        wrong["pharmacy_id"] = "pharmacy_unknown"
    return wrong


def _taken(user):
    contacts = {field: getattr(user, field) for field in ("email", "phone")}
    return {
        field: "already_used"
        for field, value in contacts.items()
        if value and db.session.scalar(select(User.id).where(getattr(User, field) == value))
    }
