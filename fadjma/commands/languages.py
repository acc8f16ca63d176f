"""The act on languages: a person's choice of theirs."""

from ..domain import accounts as rules
from ..domain.events import LanguageChosen
from ..realtime import record
from . import command


@command(unverified=True)
def choose_language(language, *, actor, now):
    """Let a person read in `language`, on every device; return them."""
    actor.language = rules.language_of(language)
    record(LanguageChosen(subject_id=actor.id, actor_id=actor.id, language=actor.language))
    return actor
