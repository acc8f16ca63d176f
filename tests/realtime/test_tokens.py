"""A token that runs out during the connection: its end is announced, and a fresh one keeps the connection."""

import time

import pytest
import requests

pytestmark = pytest.mark.node
LIFE = 3  # seconds


@pytest.fixture
def short_lived(start_server):
    """A server whose access tokens live for three seconds."""
    return start_server(FADJMA_ACCESS_TOKEN_SECONDS=str(LIFE))


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_without_a_fresh_token_the_connection_ends_on_time(short_lived, listen, transport):
    ear = listen(short_lived.url, auth={"token": short_lived.token("awa")}, transports=[transport])
    ear.wait_for("connected")
    announced = ear.wait_for("session_ending", where=lambda said: said["in_seconds"] > 0)
    assert announced["reason"] == "token_expired"
    ear.wait_for("session_ending", seconds=LIFE + 1, where=lambda said: said["in_seconds"] == 0)
    ear.wait_for("disconnect", seconds=2)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_fresh_token_keeps_the_connection(short_lived, listen, transport):
    signed_in = short_lived.api("awa").signed_in
    ear = listen(short_lived.url, auth={"token": signed_in["access_token"]}, transports=[transport])
    ear.wait_for("connected")
    bearer = {"Authorization": f"Bearer {signed_in['refresh_token']}"}
    fresh = requests.post(f"{short_lived.url}/api/v1/sessions/refresh", headers=bearer, timeout=5).json()
    started = time.monotonic()
    assert ear.emit("auth", {"token": fresh["access_token"]}) == {"ok": True}
    ear.wait_for("session_ending", seconds=2 * LIFE + 1, where=lambda said: said["in_seconds"] == 0)
    assert time.monotonic() - started > LIFE - 1.5, "it ended with the token it no longer had"
