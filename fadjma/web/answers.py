"""Answers to what people do on a page: the thing as that page shows it, or the form again where it stands."""

from flask import render_template, request

from ..realtime.fragment import render
from .guards import viewer


def the_thing(noun, thing):
    """Answer an act with the thing it changed: its card, or its detail where that is what the page wants back."""
    wants_detail = request.headers.get("HX-Target", "").startswith(f"{noun}_detail_")
    return render(f"{noun}_detail" if wants_detail else noun, thing, viewer())


def the_form_again(template, place, **shown):
    """Answer a form that is wrong: itself, with every word and what is wrong at its field, in its own place (an id)."""
    return render_template(template, viewer=viewer(), **shown), 422, {"HX-Retarget": f"#{place}"}
