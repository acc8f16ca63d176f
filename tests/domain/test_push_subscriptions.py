"""What is taken for a push service's address and a browser's keys, and how long a failed signal waits."""

from datetime import timedelta

import pytest

from fadjma.domain.errors import Invalid
from fadjma.domain.push_subscriptions import LONGEST_PAUSE, PAUSE, TRIES, check, is_service, next_try
from tests.push_service import Phone, text

HOSTS = ("fcm.googleapis.com", "*.push.apple.com")
GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:d-_",
    "https://web.push.apple.com/Q",
    "https://fcm.googleapis.com:443/x?y=1",
]
BAD = [
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:x/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1/fcm.googleapis.com",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://push.apple.com/x",
    "https://.push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[::1/x",
    "https://localhost/x",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com/\r\nHost: x",
    "https://fcm.googleapis.com/é",
    "file:///etc/passwd",
    "https://fcm.googleapis.com/" + "x" * 1000,
    "",
]


@pytest.mark.parametrize("endpoint", GOOD)
def test_an_address_at_a_known_service_is_taken(endpoint):
    assert is_service(endpoint, HOSTS)


@pytest.mark.parametrize("endpoint", BAD)
def test_any_other_address_is_not(endpoint):
    assert not is_service(endpoint, HOSTS)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"endpoint": "https://10.0.0.1/x"}, "endpoint"),
        ({"p256dh": text(b"\x04" + b"\x01" * 64)}, "p256dh"),  # on no curve
        ({"p256dh": text(b"\x04" + b"\x01" * 20)}, "p256dh"),
        ({"p256dh": "é" * 87}, "p256dh"),
        ({"auth": text(b"x" * 15)}, "auth"),
        ({"auth": ""}, "auth"),
    ],
)
def test_each_thing_that_is_wrong_is_named(wrong, field):
    right = Phone("x").form
    check(**right, hosts=HOSTS)
    with pytest.raises(Invalid) as refusal:
        check(**right | wrong, hosts=HOSTS)
    assert list(refusal.value.errors) == [field]


def test_each_try_waits_twice_as_long_and_the_last_is_the_last():
    waits = [next_try(tries) for tries in range(1, TRIES + 1)]
    assert waits == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE, None]


def test_a_service_is_given_the_time_it_asks_for_within_reason():
    assert next_try(1, timedelta(minutes=5)) == timedelta(minutes=5)
    assert next_try(1, timedelta(days=300)) == LONGEST_PAUSE
    assert next_try(1, timedelta()) == PAUSE
