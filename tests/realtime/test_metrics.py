"""The metrics of the contract: each by its name and labels, true of what just happened; and who may read them."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fadjma.commands.access_requests import cancel_access_request, request_access
from fadjma.commands.sessions import end_session
from fadjma.extensions import db, socketio
from fadjma.models import Session
from fadjma.queries.streams import user_stream
from fadjma.realtime import history
from tests.people import act, told

CONTRACT = {
    "fadjma_connected_users": {"role"},
    "fadjma_connections": {"role", "transport"},
    "fadjma_messages_total": {"event"},
    "fadjma_messages_per_minute": set(),
    "fadjma_delivery_seconds_bucket": {"le"},
    "fadjma_delivery_seconds_count": set(),
    "fadjma_ack_seconds_bucket": {"le"},
    "fadjma_ack_seconds_count": set(),
    "fadjma_reconnects_total": set(),
    "fadjma_reconnect_ratio": set(),
    "fadjma_replayed_total": set(),
    "fadjma_resyncs_total": set(),
    "fadjma_refused_connections_total": {"code"},
    "fadjma_slow_clients_closed_total": set(),
    "fadjma_sessions_ended_total": {"reason"},
    "fadjma_degraded": set(),
    "fadjma_http_request_seconds_count": {"method", "route", "status"},
    "process_resident_memory_bytes": set(),
    "process_cpu_seconds_total": set(),
    "process_open_fds": set(),
}


@pytest.fixture
def read(client):
    """Return read(name, **labels) → that metric's value now, 0.0 where nothing was counted."""

    def read(name, **labels):
        return sum(s.value for s in samples(client) if s.name == name and labels.items() <= s.labels.items())

    return read


@pytest.fixture
def ask(cast):
    """Return ask() → a request of Ibrahima to Moussa, just made."""
    return lambda: request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)


def samples(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]


def test_every_metric_of_the_contract_is_there_with_its_labels(as_, listening, cast, client, ask):
    moussa = listening(as_("moussa"), resumed=True)
    request = ask()
    moussa.emit("ack", {"streams": {user_stream(cast.moussa.id): 1}})
    listening(as_("awa"), cursors={user_stream(cast.awa.id): 99})
    session = db.session.query(Session).filter_by(user_id=cast.moussa.id).one()
    end_session(session.id, reason="signed_out", actor=cast.moussa)
    cancel_access_request(request.id, actor=cast.ibrahima)
    refused = socketio.test_client(client.application, auth={"token": "nonsense"})
    assert not refused.is_connected()
    labels: dict[str, set] = {}
    for sample in samples(client):
        labels.setdefault(sample.name, set()).update(sample.labels)
    assert {name: labels.get(name) for name in CONTRACT} == CONTRACT


def test_somebody_with_two_tabs_is_one_person_and_two_connections(as_, listening, read):
    browser = as_("awa")
    listening(browser), listening(browser), listening(as_("fatou"))
    assert (read("fadjma_connected_users", role="patient"), read("fadjma_connected_users", role="doctor")) == (1, 1)
    assert read("fadjma_connected_users", role="admin") == 0
    assert read("fadjma_connections", role="patient") == 2


def test_who_left_is_no_longer_counted(as_, listening, read):
    awa = listening(as_("awa"))
    awa.disconnect()
    assert read("fadjma_connected_users", role="patient") == read("fadjma_connections", role="patient") == 0


def test_a_message_is_counted_by_its_event_and_in_its_minute(as_, listening, read, ask):
    listening(as_("moussa"))
    ask()
    assert read("fadjma_messages_total", event="new_access_request") == 1
    assert read("fadjma_messages_per_minute") == 1
    assert read("fadjma_delivery_seconds_count") == 1
    assert 0 < read("fadjma_delivery_seconds_sum") < 5


def test_what_is_replayed_is_counted_and_not_timed(as_, listening, read, ask, cast):
    ask()
    moussa = listening(as_("moussa"), cursors={user_stream(cast.moussa.id): 0})
    assert len(told(moussa)) == 1
    assert read("fadjma_replayed_total") == read("fadjma_messages_total") == 1
    assert read("fadjma_delivery_seconds_count") == 0


def test_an_acknowledgement_is_timed_without_the_wait_the_client_confesses(as_, listening, read, ask, cast):
    moussa = listening(as_("moussa"))
    ask()
    moussa.emit("ack", {"streams": {user_stream(cast.moussa.id): 1}, "waited_ms": 60_000})
    assert read("fadjma_ack_seconds_count") == 1
    assert read("fadjma_ack_seconds_sum") == 0


def test_those_who_return_are_counted_among_those_who_arrive(as_, listening, read):
    awa = as_("awa")
    listening(awa), listening(awa), listening(awa), listening(awa, resumed=True)
    assert read("fadjma_reconnects_total") == 1
    assert read("fadjma_reconnect_ratio") == 0.25


@pytest.mark.parametrize("resumed", ["true", 1, None, {}])
def test_only_a_plain_true_is_a_return(as_, listening, read, resumed):
    listening(as_("awa"), resumed=resumed)
    assert read("fadjma_reconnects_total") == 0


def test_a_refused_handshake_is_counted_by_its_code(app, cast, read):
    socketio.test_client(app, auth={"token": "nonsense"})
    assert read("fadjma_refused_connections_total", code="unauthenticated") == 1


def test_an_ended_connection_is_counted_by_its_reason(as_, listening, read):
    awa = as_("awa")
    listening(awa)
    act(awa, "/logout")
    assert read("fadjma_sessions_ended_total", reason="signed_out") == 1


def test_a_page_that_is_too_far_behind_is_counted(as_, listening, read, cast):
    listening(as_("awa"), cursors={user_stream(cast.awa.id): 99})
    assert read("fadjma_resyncs_total") == 1


def test_requests_are_counted_by_pattern_never_by_path(as_, cast, read, client):
    as_("moussa").get(f"/patient/access-requests/{cast.awa.id}")
    client.get("/nowhere/at-all?secret=1")
    client.open("/login", method="BREW")
    assert read("fadjma_http_request_seconds_count", route="/patient/access-requests/<uuid:id>", status="404") == 1
    assert read("fadjma_http_request_seconds_count", route="unknown", method="GET", status="404") == 1
    assert read("fadjma_http_request_seconds_count", method="other") == 1
    assert "at-all" not in (page := client.get("/metrics").text) and str(cast.awa.id) not in page


def test_the_plots_have_a_sample_of_now(as_, listening, ask, app):
    listening(as_("moussa"))
    ask()
    kept = app.extensions["metrics"].history
    for _ in range(history.KEPT + 5):
        kept.take()
    assert len(kept.samples) == history.KEPT
    assert (kept.samples[-1].people, kept.samples[-1].messages) == (1, 1)


FORWARDING = [
    {"X-Forwarded-For": "127.0.0.1"},
    {"x-forwarded-host": "here"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-IP": "127.0.0.1"},
    {"Via": "1.1 proxy"},
]


@pytest.mark.parametrize("headers", FORWARDING, ids=lambda headers: next(iter(headers)))
def test_a_proxy_on_this_machine_does_not_open_the_metrics(client, headers):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers=headers).status_code == 404


def test_another_machine_may_not_read_them(client):
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 404


@pytest.mark.parametrize("sent", ["Bearer wrong", "the-token-of-prometheus", "Bearer é", "Basic the-token-of-prometheus"])
def test_the_token_opens_them_from_anywhere_and_nothing_else_does(client, app, monkeypatch, sent):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "the-token-of-prometheus")
    far = {"REMOTE_ADDR": "10.0.0.7"}
    good = {"Authorization": "Bearer the-token-of-prometheus", "X-Forwarded-For": "10.0.0.8"}
    assert client.get("/metrics", environ_base=far, headers=good).status_code == 200
    assert client.get("/metrics", environ_base=far, headers={"Authorization": sent}).status_code == 404
