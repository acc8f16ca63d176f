"""Answers to what people do on a page: the thing as that page shows it, or the form again where it stands."""

from flask import render_template, request

from ..realtime.fragment import render
from .guards import viewer


def the_thing(noun, thing):
    """Answer an act with the thing it changed: its card, or its detail where that is what the page wants back."""
    wants_detail = request.headers.get("HX-Target", "").startswith(f"{noun}_detail_")
    return render(f"{noun}_detail" if wants_detail else noun, thing, viewer())


def asked_about(refusal):
    """Return what the checks found, where that is why an act was refused; raise the refusal where it is not."""
    if refusal.code != "checks_failed":
        raise refusal
    return refusal.details["checks"]


def the_form_asking(template, place, **shown):
    """Answer a form that must be thought over: itself with every word and what was found, in its own place (an id)."""
    headers = {"HX-Retarget": f"#{place}", "HX-Reswap": "outerHTML"}
    return render_template(template, viewer=viewer(), **shown), 409, headers


def the_form_again(template, place, **shown):
    """Answer a form that is wrong: itself, with every word and what is wrong at its field, in its own place (an id)."""
    return render_template(template, viewer=viewer(), **shown), 422, {"HX-Retarget": f"#{place}"}
