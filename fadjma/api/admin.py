"""What an admin does: accounts, announcements, and a look at the metrics. No clinical data, ever."""

from flask import current_app

from ..commands.accounts import administer_account, reassign_account, register
from ..commands.notifications import announce
from ..domain.accounts import Status
from ..queries import announcements, users
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.admin import Account, Announced, Announcement, Assignment, OfKind, User
from .schemas.metrics import Metrics
from .who import ADMIN, viewer


@endpoint("GET /admin/users", who=ADMIN, query=OfKind, answer=Page[User])
def listed(query):
    """List accounts, newest first."""
    return page(User, *users.listed(viewer(), **query.model_dump()))


@endpoint("POST /admin/users", who=ADMIN, body=Account, answer=User, status=201)
def create(body):
    """Make an account, at once active."""
    return _shown(register(actor=viewer(), **body.model_dump()).id)


@endpoint("POST /admin/users/<uuid:id>/verification", who=ADMIN, answer=User)
def verify(id):
    """Let a professional act."""
    return _shown(administer_account(id, Status.ACTIVE, origin=Status.PENDING, actor=viewer()).id)


@endpoint("POST /admin/users/<uuid:id>/suspension", who=ADMIN, answer=User)
def suspend(id):
    """Stop an account; its devices are signed out."""
    return _shown(administer_account(id, Status.SUSPENDED, actor=viewer()).id)


@endpoint("POST /admin/users/<uuid:id>/reinstatement", who=ADMIN, answer=User)
def reinstate(id):
    """Let a suspended account act again."""
    return _shown(administer_account(id, Status.ACTIVE, origin=Status.SUSPENDED, actor=viewer()).id)


@endpoint("POST /admin/users/<uuid:id>/assignment", who=ADMIN, body=Assignment, answer=User)
def reassign(id, body):
    """Give a professional another role or pharmacy; their live connections end and come back."""
    return _shown(reassign_account(id, role=body.role, pharmacy_id=body.pharmacy_id, actor=viewer()).id)


def _shown(id):
    return User.of(users.find(viewer(), id))


@endpoint("POST /admin/announcements", who=ADMIN, body=Announced, answer=Announcement, status=201)
def tell(body):
    """Tell all people of a role something."""
    made = announce(audience=body.audience, title=body.title, message=body.message, actor=viewer())
    return Announcement.of(announcements.find(viewer(), made.id))


@endpoint("GET /admin/metrics", who=ADMIN, answer=Metrics)
def metrics():
    """Show how the live connections do."""
    return Metrics.of(current_app.extensions["metrics"])
