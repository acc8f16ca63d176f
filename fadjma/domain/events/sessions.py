"""Sessions: signing in and out, locking, the devices that are signalled to."""

from dataclasses import dataclass

from .event import Event


@dataclass(frozen=True, kw_only=True)
class SessionStarted(Event):
    """Somebody signed in."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class SessionRefreshed(Event):
    """A device got fresh tokens."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class LoginFailed(Event):
    """Somebody gave a wrong password or an unknown account."""

    subject = "login_failure"


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A device was signed out; its sockets end in every process."""

    subject = "session"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SessionLocked(Event):
    """A device was locked, by hand or because nobody touched it (`actor_id` None); its sockets end in every process."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class SessionUnlocked(Event):
    """The right PIN was given on a locked device."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class PinTried(Event):
    """A PIN is about to be compared on a locked device: what is right is followed by SessionUnlocked."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class DeviceSubscribed(Event):
    """Somebody has a device signalled to while its page is closed."""

    subject = "session"


@dataclass(frozen=True, kw_only=True)
class DeviceUnsubscribed(Event):
    """Somebody wants no more signals on a device."""

    subject = "session"
