"""Two processes over one PostgreSQL and one Redis: what is done in one is heard in the other, whatever befalls Redis."""

import re
import signal
import time

import pytest
import requests

from tests.processes import eventually

pytestmark = pytest.mark.postgres
SOON = 1.5  # seconds from an act to the other process's client, Redis or no Redis


class Pair:
    """Two processes, and people at both."""

    def __init__(self, start_server, listen, url, redis_url, **settings):
        both = {"database_url": url, "FADJMA_REDIS_URL": redis_url, **settings}
        self.here, self.there = start_server(**both), start_server(**both)
        self.listen = listen
        self.moussa = self.here.api("moussa").get("/me").json()["id"]

    def ear(self, name="moussa", server=None, **auth):
        """Return the listener of `name` at `server` (default: the other process), connected."""
        server = server or self.there
        ear = self.listen(server.url, auth={"token": self.here.token(name), **auth})
        ear.wait_for("connected")
        return ear

    def ask(self):
        """Have Ibrahima ask Moussa for access and withdraw; return the request's id and the seconds of the asking."""
        doctor = self.here.api("ibrahima")
        start = time.monotonic()
        body = {"patient_id": self.moussa, "reason": "Toux", "level": "read", "days": 1}
        answer = doctor.post("/access-requests", json=body)
        took = time.monotonic() - start
        assert answer.status_code == 201, answer.text
        doctor.post(f"/access-requests/{answer.json()['id']}/cancellation", json={})
        return answer.json()["id"], took

    def hears(self, ear, id, seconds=SOON):
        """Wait until `ear` has heard of request `id`; fail after `seconds`."""
        ear.wait_for("new_access_request", seconds=seconds, where=lambda said: said["data"]["access_request_id"] == id)


@pytest.fixture
def pair(start_server, listen, postgres, demo_clinic_on_postgres, redis_server):
    return Pair(start_server, listen, postgres.new_database(demo_clinic_on_postgres), redis_server.url)


def figure(server, name):
    """Return the value of one sample of a server's metrics, 0 if it is absent."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", requests.get(f"{server.url}/metrics", timeout=5).text, re.M)
    return float(found[1]) if found else 0.0


def test_an_act_in_one_process_is_heard_in_the_other_at_once(pair):
    ear = pair.ear()
    pair.hears(ear, pair.ask()[0])


@pytest.mark.parametrize("harm", ["kill", "freeze"])
def test_without_redis_nothing_is_lost_or_slow_and_it_comes_back_by_itself(pair, redis_server, harm):
    ear = pair.ear()
    usual = max(pair.ask()[1] for _ in range(5))
    getattr(redis_server, harm)()
    ids = [pair.ask() for _ in range(5)]
    for id, took in ids:
        assert took < max(0.3, 3 * usual), "a request waited for Redis"
        pair.hears(ear, id)
    eventually(lambda: figure(pair.here, "fadjma_degraded") == 1, what="degraded", seconds=5)
    redis_server.start() if harm == "kill" else redis_server.thaw()
    eventually(lambda: figure(pair.here, "fadjma_degraded") == 0, what="recovered", seconds=10)
    pair.hears(ear, pair.ask()[0])


def test_signing_out_in_one_process_ends_the_sockets_held_by_the_other(pair):
    ear = pair.ear("moussa")
    start = time.monotonic()
    pair.here.api("moussa").delete("/sessions/current")
    assert ear.wait_for("session_ending", seconds=1)["reason"] == "signed_out"
    ear.wait_for("disconnect", seconds=1)
    assert time.monotonic() - start < 1.5


def test_suspension_in_one_process_ends_the_sockets_held_by_the_other(pair):
    ear = pair.ear("ibrahima")
    users = pair.here.api("ousmane").get("/admin/users").json()["items"]
    id = next(user["id"] for user in users if user["name"].endswith("Ibrahima Fall"))
    assert pair.here.api("ousmane").post(f"/admin/users/{id}/suspension", json={}).status_code == 200
    ear.wait_for("session_ending", seconds=1)


def test_presence_is_true_over_both_and_forgets_a_process_that_was_killed(pair):
    pair.ear("moussa", pair.here), pair.ear("moussa", pair.there), pair.ear("awa", pair.there)
    name = 'fadjma_connected_users{role="patient"}'
    for server in (pair.here, pair.there):
        eventually(lambda server=server: figure(server, name) == 2, what="two patients", seconds=8)
    assert sum(figure(pair.here, f'fadjma_connections{{role="patient",transport="{kind}"}}') for kind in ("websocket",)) == 3
    pair.there.kill()
    eventually(lambda: figure(pair.here, name) == 1, what="one patient", seconds=15)


def test_a_process_killed_after_the_commit_loses_nothing(pair):
    ear = pair.ear()
    cursors = ear.all("connected")[-1]["streams"]
    pair.there.send(signal.SIGKILL)
    id, _ = pair.ask()
    again = pair.ear("moussa", pair.here, cursors=cursors, resumed=True)
    pair.hears(again, id)
    assert len([said for said in again.all("new_access_request") if said["data"]["access_request_id"] == id]) == 1
