"""What templates call to say a sentence. What is named in one is escaped as `{{ }}` escapes it."""

from jinja2 import pass_eval_context

from . import LANGUAGES, N_, current, formats
from .catalogue import DRAFTS, speech
from .drafts import SayWhere, spoken


@pass_eval_context
def _shown(eval_ctx, sentence, **named):
    return _in_template(eval_ctx, named, None, sentence)


@pass_eval_context
def _shown_in(eval_ctx, context, sentence, **named):
    return _in_template(eval_ctx, named, context, sentence)


@pass_eval_context
def _counted(eval_ctx, singular, plural, n, **named):
    return _in_template(eval_ctx, {"num": n, **named}, None, singular, plural, n)


@pass_eval_context
def _counted_in(eval_ctx, context, singular, plural, n, **named):
    return _in_template(eval_ctx, {"num": n, **named}, context, singular, plural, n)


def _in_template(eval_ctx, named, *sentence):
    known = speech(current())
    said = known.markup(*sentence) if eval_ctx.autoescape else known.sentence(*sentence)
    return said % named if named or "%" in said else said


def init_app(app):
    """Give every template `_`, `ngettext`, `pgettext`, `npgettext`, `language()`, and days, hours and numbers as filters."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension(SayWhere)
    app.jinja_env.filters["spoken"] = spoken
    app.jinja_env.newstyle_gettext = True  # {% trans %} calls them as {{ }} does
    said = {"_": _shown, "N_": N_, "gettext": _shown, "pgettext": _shown_in, "ngettext": _counted, "npgettext": _counted_in}
    app.jinja_env.globals |= said | {"language": current, "LANGUAGES": LANGUAGES, "DRAFTS": DRAFTS}
    app.jinja_env.filters |= {name: getattr(formats, name) for name in ("hour", "date", "month", "moment", "number")}
