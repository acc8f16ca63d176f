"""E-mails and phone numbers, as they are kept: lower case, and E.164."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from ..domain.errors import Invalid

COUNTRY = "SN"


def email_of(text):
    """Return an e-mail in the form it is kept; raise Invalid if it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise Invalid(email="email_invalid") from error


def phone_of(text):
    """Return a phone number as +221…; raise Invalid if it is none."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise Invalid(phone="phone_invalid") from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid(phone="phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def login_of(text):
    """Return what was typed at the log-in as it is kept, whether or not such an account can exist."""
    text = text.strip()
    try:
        return email_of(text) if "@" in text else phone_of(text)
    except Invalid:
        return text.lower()[:254]
