"""What the checks found before an ordonnance was signed."""

from ...domain.checks import Kind
from . import Answer


class Alert(Answer):
    """What the checks found about line `line` (from 0); `hinders`: it needed a reason.

    `by`: substance, class or cross of an allergy; substance of a duplicate; contraindicated, discouraged or precaution.
    """

    line: int
    medication: str
    kind: Kind
    by: str
    against: str
    group: str
    severity: str
    effect: str
    source: str
    hinders: bool

    @classmethod
    def all(cls, alerts):
        return [cls(**{name: alert[name] for name in cls.model_fields}) for alert in alerts]
