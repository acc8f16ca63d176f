"""The pages of the admin: who is here, who may act, what was announced and what was done. Nothing clinical, ever."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from . import announcements, audit, dashboard, labels, pharmacies, users  # noqa: E402  (they add their routes to the blueprint)

__all__ = ["announcements", "audit", "blueprint", "dashboard", "pharmacies", "users"]
blueprint.record_once(lambda state: labels.init_app(state.app))
