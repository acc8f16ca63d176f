"""What tests of pages ask of a frame, and of access to Awa's file."""

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.domain.access_requests import Status


def let_in(cast, name, level="read"):
    """Give another doctor access to Awa's file; return the access."""
    asked = request_access(cast.awa.id, reason="Avis", level=level, days=5, actor=getattr(cast, name))
    return decide_access_request(asked.id, Status.APPROVED, actor=cast.awa)


def swaps(frame):
    """Return {target: html} of a frame."""
    return {swap["target"]: swap["html"] for swap in frame["swaps"]}
