"""The pharmacy's stock: its lots, what comes in, and what counting again found."""

from flask import render_template, request

from ...commands import stock as acts
from ...domain import stock as rules
from ...domain.errors import Conflict, Invalid
from ...models.types import utcnow
from ...queries import stock as queries
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..inputs import day, identifier, wanted, whole
from ..labels import field_errors, sentence
from . import blueprint


@blueprint.app_template_filter()
def shelf(stock_item):
    """Return where a lot stands among the others, so that the page keeps it there."""
    return queries.shelf(stock_item, utcnow().date())


@blueprint.app_template_filter()
def standing(stock_item):
    """Return what a lot's line says of it: outdated, low, near its date, ok."""
    return rules.standing(stock_item, today=utcnow().date())


@blueprint.get("/stock")
def stock():
    """Show every lot, or those of one name: what is low first, then what soon expires."""
    q = wanted("q") or ""
    lots = queries.shelves(viewer(), utcnow().date(), q=q)
    return render_template("pharmacist/stock.html", stock_items=lots, q=q)


@blueprint.get("/stock/receipts")
def receipt():
    """Show the form for what comes in."""
    return render_template("pharmacist/receipt.html", **_receipt({}, {}))


def _receipt(form, errors, received=None):
    return {"form": form, "errors": errors, "received": received}


@blueprint.post("/stock/receipts")
def receive_stock():
    """Take in units of a lot; the form comes back empty for the next one."""
    form = request.form
    try:
        received = acts.receive_stock(**_received(form), actor=viewer())
    except Invalid as refusal:
        return the_form_again("pharmacist/_receipt.html", "receipt", **_receipt(form, field_errors(refusal)))
    return render_template("pharmacist/_receipt.html", **_receipt({}, {}, received))


def _received(form):
    numbers = {"quantity": whole(form, "quantity"), "threshold": whole(form, "threshold")}
    return {name: form.get(name, "") for name in ("medication", "lot")} | numbers | {"expires_on": day(form, "expires_on")}


@blueprint.get("/stock/<uuid:id>")
def stock_item(id):
    """Show one lot, everything that moved it, and the form that corrects it."""
    item = queries.find(viewer(), id)
    shown = {"stock_item": item, "movements": queries.movements(item), "form": {}, "errors": {}}
    return render_template("pharmacist/stock_item.html", **shown)


@blueprint.post("/stock/adjustments")
def adjust_stock():
    """Correct the units of a lot after counting them again."""
    form = request.form
    item = queries.find(viewer(), identifier(form, "stock_item_id"))
    try:
        typed = {"quantity": whole(form, "quantity"), "reason": form.get("reason", "")}
        acts.adjust_stock(item.id, **typed, actor=viewer())
    except (Invalid, Conflict) as refusal:
        errors = field_errors(refusal) or {"quantity": sentence(refusal)}
        return the_form_again("pharmacist/_adjustment.html", "adjustment", stock_item=item, form=form, errors=errors)
    return go_to("pharmacist.stock", _anchor=f"stock_item_{item.id}")
