"""The pages of the admin: who is here, who may act, what was announced and what was done. Nothing clinical, ever."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from . import (  # noqa: E402  (they add their routes to the blueprint)
    announcements,
    audit,
    dashboard,
    delegations,
    duties,
    emergencies,
    labels,
    pharmacies,
    users,
)

__all__ = ["announcements", "audit", "blueprint", "dashboard", "delegations", "duties", "emergencies", "pharmacies", "users"]
blueprint.record_once(lambda state: labels.init_app(state.app))
