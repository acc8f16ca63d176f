"""Words for when a medication is taken: the one under each pictogram, and the sentence for those who listen."""

from ..domain.posology import MOMENTS, figure
from ..languages import CLINICAL, Vocabulary

WORDS = Vocabulary({"morning": "matin", "noon": "midi", "evening": "soir", "night": "coucher"}, context=CLINICAL)
TAKEN = Vocabulary(
    {
        "morning": "%(amount)s le matin",
        "noon": "%(amount)s à midi",
        "evening": "%(amount)s le soir",
        "night": "%(amount)s au coucher",
    },
    context=CLINICAL,
)


def taken(posology):
    """Return a posology in words: « 1 le matin, ½ le soir »."""
    return ", ".join(TAKEN[moment] % {"amount": figure(posology[moment])} for moment in MOMENTS if moment in posology)


def init_app(app):
    """Give templates `MOMENTS`, `{{ line.posology|taken }}` and `{{ amount|figure }}`."""
    app.jinja_env.globals["MOMENTS"] = WORDS
    app.jinja_env.filters |= {"taken": taken, "figure": figure}
