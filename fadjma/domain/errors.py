"""Refusals: why an act cannot be, as a code that every language has a sentence for.

Codes are snake_case words; `web/labels.py` holds the French of each one, and a test that none is missing.
"""


class Refusal(Exception):
    """An act that may not happen; nothing of it is kept, unless it is `recorded`. `status` is its HTTP status."""

    status = 400
    recorded = False

    def __init__(self, code, /, **details):
        super().__init__(code)
        self.code = code
        self.details = details


class Unauthenticated(Refusal):
    """Nobody is signed in, or the proof of it is no longer good."""

    status = 401


class Locked(Unauthenticated):
    """Somebody is signed in, and the session is locked until the PIN is given."""

    def __init__(self, code="session_locked", /, **details):
        super().__init__(code, **details)


class Forbidden(Refusal):
    """This person's role, or this person, may not."""

    status = 403


class WrongPassword(Forbidden):
    """The password that proves once more who is acting is wrong."""


class NotFound(Refusal):
    """Not there, or not theirs: the same answer, so that it tells nothing."""

    status = 404

    def __init__(self, code="not_found", /, **details):
        super().__init__(code, **details)


class Conflict(Refusal):
    """The state of things forbids it, often because somebody was faster."""

    status = 409


class InvalidTransition(Conflict):
    """A state machine has no such step."""

    def __init__(self, origin, goal):
        super().__init__("invalid_transition", origin=str(origin), goal=str(goal))


class TooLarge(Refusal):
    """More bytes than are taken."""

    status = 413


class Invalid(Refusal):
    """Fields are wrong; `errors` maps each to the code of what is wrong with it."""

    status = 422

    def __init__(self, **errors):
        super().__init__("invalid", errors=errors)
        self.errors = errors


class TooMany(Refusal):
    """Too often; `seconds` says when it is worth trying again."""

    status = 429

    def __init__(self, code="too_many", /, *, seconds=60):
        super().__init__(code, seconds=seconds)
        self.seconds = seconds


class NoSuchPerson(Invalid):
    """Nobody has that number: refused, and counted, since whoever tries many is not looking for their mother."""

    recorded = True


class WrongPin(Invalid):
    """A wrong PIN; `left` says how many tries are."""

    def __init__(self, left):
        super().__init__(pin="pin_wrong")
        self.left = left


class WrongCode(Invalid):
    """A wrong pick-up code: refused, and counted, since five of them end the trying."""

    recorded = True
