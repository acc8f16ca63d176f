"""Accounts, as the admin keeps them: a list, a form for a new one, and three acts."""

from uuid import UUID

from flask import render_template, request

from ...commands.accounts import administer_account, reassign_account, register
from ...domain.accounts import Status
from ...domain.errors import Invalid
from ...domain.roles import Role
from ...queries import pharmacies
from ...queries import users as reads
from ...realtime.fragment import render
from ..addresses import go_to
from ..guards import viewer
from ..inputs import choice, day, identifier, wanted
from ..labels import field_errors
from . import blueprint


@blueprint.get("/users")
def users():
    """Show accounts, newest first, filtered by `status`, `role` or name."""
    filters = {
        "status": wanted("status", among=list(Status)),
        "role": wanted("role", among=list(Role)),
        "q": wanted("q"),
        "after": wanted("after", UUID),
    }
    rows, following = reads.listed(viewer(), **filters)
    return render_template("admin/users.html", users=rows, following=following, filters=filters)


@blueprint.get("/users/new")
def new_user():
    """Show the form of a new account of one `role`."""
    return render_template("admin/user_new.html", **_shown(wanted("role", among=list(Role)) or Role.DOCTOR))


@blueprint.post("/users")
def create_user():
    """Make an account, at once active; the form comes back with every word but the password where something is wrong."""
    try:
        role = choice(request.form, "role", Role)
        register(role=role, actor=viewer(), **_typed(request.form))
    except Invalid as refusal:
        again = _shown(request.form.get("role"), request.form, field_errors(refusal))
        return render_template("admin/_user_form.html", **again), 422
    return go_to("admin.users")


def _typed(form):
    names = ("name", "email", "phone", "password", "establishment", "town")
    given = {name: form.get(name, "") for name in names}
    return given | {"birth_date": day(form, "birth_date"), "pharmacy_id": identifier(form, "pharmacy_id")}


def _shown(role, form=None, errors=None):
    options = [(pharmacy.id, f"{pharmacy.name}, {pharmacy.town}") for pharmacy in pharmacies.listed()]
    return {"role": role, "form": form or {}, "errors": errors or {}, "pharmacy_options": options}


@blueprint.post("/users/<uuid:id>/verification")
def verify_user(id):
    """Let a professional act."""
    return _administered(id, Status.ACTIVE, origin=Status.PENDING)


@blueprint.post("/users/<uuid:id>/suspension")
def suspend_user(id):
    """Stop an account; its devices are signed out."""
    return _administered(id, Status.SUSPENDED)


@blueprint.post("/users/<uuid:id>/reinstatement")
def reinstate_user(id):
    """Let a suspended account act again."""
    return _administered(id, Status.ACTIVE, origin=Status.SUSPENDED)


@blueprint.get("/users/<uuid:id>/assignment")
def assignment(id):
    """Show the form that gives a professional another role or pharmacy."""
    user = reads.find(viewer(), id)
    form = {"role": user.role, "pharmacy_id": user.pharmacy_id}
    return render_template("admin/assignment.html", user=user, **_shown(user.role, form))


@blueprint.post("/users/<uuid:id>/assignment")
def reassign_user(id):
    """Give a professional another role or pharmacy."""
    try:
        role = choice(request.form, "role", Role)
        reassign_account(id, role=role, pharmacy_id=identifier(request.form, "pharmacy_id"), actor=viewer())
    except Invalid as refusal:
        again = _shown(request.form.get("role"), request.form, field_errors(refusal))
        return render_template("admin/_assignment_form.html", user=reads.find(viewer(), id), **again), 422
    return go_to("admin.users")


def _administered(id, goal, *, origin=None):
    return render("user", administer_account(id, goal, origin=origin, actor=viewer()), viewer())
