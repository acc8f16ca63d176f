"""The form of an entry: its fields by kind, what was typed in them, and what an entry says, as values of a form."""

from ...domain.medical_records import TEXTS, VITAL_SIGNS, Kind
from ...languages.formats import number
from ..labels import KINDS

TITLE = KINDS.french(Kind.VITAL_SIGNS)  # in a file that others read: in their language, not in who writes it
UNTOUCHED = (None, "", TITLE)  # titles that nobody has typed


def kind_of(form):
    """Return the kind chosen in a form or an address; a consultation where none is."""
    return form.get("kind", Kind.CONSULTATION, type=Kind)


def blank(kind):
    """Return a form nobody has touched: measures need no title of their own."""
    return {"title": TITLE} if kind == Kind.VITAL_SIGNS else {}


def typed(form, kind):
    """Return the title, content and structured data of `kind` that were typed."""
    names = VITAL_SIGNS if kind == Kind.VITAL_SIGNS else TEXTS.get(kind, ())
    given = {name: form.get(f"data.{name}", "").strip() for name in names}
    data = {name: _number(text) if kind == Kind.VITAL_SIGNS else text for name, text in given.items() if text}
    return {"title": form.get("title", ""), "content": form.get("content", ""), "data": data}


def _number(text):
    """Return 37.2 for « 37,2 »; the text itself where it is no number, which the rules then refuse at its field."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def written(medical_record):
    """Return what an entry says now, as a form shows it."""
    said = medical_record.current
    data = {f"data.{name}": number(value) for name, value in said.data.items()}
    return {"title": said.title, "content": said.content, "version": medical_record.version, **data}
