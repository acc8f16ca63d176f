"""The log: one line of JSON a request, with its id and its pattern, and never a path, a query or a word of content."""

import json
import logging

import pytest

from fadjma.log import JsonFormatter
from tests.people import act


@pytest.fixture
def lines(caplog):
    """Return lines() → what was logged so far, as the process would write it, each line parsed."""
    caplog.set_level(logging.INFO, logger="fadjma")
    return lambda: [json.loads(JsonFormatter().format(record)) for record in caplog.records]


def requests(lines):
    return [line for line in lines() if line["message"] == "request"]


def test_a_request_leaves_its_pattern_and_nothing_of_its_address(as_, cast, lines):
    as_("moussa").get(f"/patient/access-requests/{cast.awa.id}?q=tuberculose")
    line = requests(lines)[-1]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/patient/access-requests/<uuid:id>", 404)
    assert line["ms"] > 0 and line["at"].endswith("Z")
    assert str(cast.awa.id) not in json.dumps(lines()) and "tuberculose" not in json.dumps(lines())


def test_a_form_leaves_nothing_of_what_was_typed(as_, cast, lines):
    act(as_("ousmane"), "/admin/announcements", audience="everyone", title="", message="Un secret")
    assert requests(lines)[-1]["status"] == 422
    assert "secret" not in json.dumps(lines())


def test_a_failure_leaves_where_and_of_what_kind_and_not_what_it_said(client, lines, monkeypatch, app):
    def fail():
        raise ValueError("Awa Ndiaye est asthmatique")

    monkeypatch.setitem(app.view_functions, "health.alive", fail)
    assert client.get("/healthz").status_code == 500
    failure = next(line for line in lines() if "error" in line)
    assert failure["error"] == "ValueError" and any("test_log.py" in frame for frame in failure["trace"])
    assert "asthmatique" not in json.dumps(lines())


def test_static_files_are_not_worth_a_line(client, app, lines):
    assert client.get(app.extensions["assets"].address("icon.svg")).status_code == 200
    assert requests(lines) == []


def test_each_request_has_an_id_of_its_own_which_its_lines_bear(client, lines):
    ids = [client.get("/healthz").headers["X-Request-Id"] for _ in range(2)]
    assert ids[0] != ids[1]
    assert all(len(id) == 16 for id in ids)


def test_an_id_from_outside_is_taken_from_a_trusted_proxy_alone(client, app, monkeypatch):
    given = {"X-Request-Id": "0123456789abcdef-from-nginx"}
    assert client.get("/healthz", headers=given).headers["X-Request-Id"] != given["X-Request-Id"]
    monkeypatch.setitem(app.config, "TRUSTED_PROXIES", 1)
    assert client.get("/healthz", headers=given).headers["X-Request-Id"] == given["X-Request-Id"]
    forged = {"X-Request-Id": 'x", "level": "error'}
    assert client.get("/healthz", headers=forged).headers["X-Request-Id"] != forged["X-Request-Id"]
