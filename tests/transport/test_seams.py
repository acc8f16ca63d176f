"""The seams by which we hang on to engineio, socketio and pywsgi, by name: an update that moves one fails here."""

import inspect
import shutil

import engineio
import pytest
import socketio
from engineio import base_socket
from gevent import pywsgi
from geventwebsocket.handler import WebSocketHandler
from geventwebsocket.websocket import Header

import config
from fadjma import create_app
from fadjma.extensions import db
from fadjma.extensions import socketio as ours
from fadjma.realtime import transport
from fadjma.realtime.transport.engine import Engine, Manager
from tests.conftest import application
from tests.databases import address


@pytest.mark.parametrize(
    ("seam", "parameters"),
    [
        (engineio.Server._handle_connect, ["self", "environ", "start_response", "transport", "jsonp_index"]),
        (engineio.Server._trigger_event, ["self", "event", "args", "kwargs"]),
        (engineio.socket.Socket.handle_get_request, ["self", "environ", "start_response"]),
        (engineio.socket.Socket._upgrade_websocket, ["self", "environ", "start_response"]),
        (engineio.socket.Socket.close, ["self", "wait", "abort", "reason"]),
        (engineio.socket.Socket.poll, ["self"]),
        (engineio.socket.Socket.receive, ["self", "pkt"]),
        (base_socket.BaseSocket.__init__, ["self", "server", "sid"]),
        (socketio.Server._handle_connect, ["self", "eio_sid", "namespace", "data"]),
        (socketio.Server._handle_eio_connect, ["self", "eio_sid", "environ"]),
        (socketio.Server._send_eio_packet, ["self", "eio_sid", "eio_pkt"]),
        (socketio.Manager.pre_connect, ["self", "eio_sid", "namespace"]),
        (socketio.Manager.sid_from_eio_sid, ["self", "eio_sid", "namespace"]),
        (pywsgi.WSGIHandler.handle_one_request, ["self"]),
        (pywsgi.WSGIHandler.read_requestline, ["self"]),
        (pywsgi.WSGIHandler.read_request, ["self", "raw_requestline"]),
        (pywsgi.WSGIHandler._write_with_headers, ["self", "data"]),
        (pywsgi.WSGIHandler._sendall, ["self", "data"]),
        (WebSocketHandler.upgrade_websocket, ["self"]),
        (Header.decode_header, ["cls", "stream"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_the_seam_is_where_it_was(seam, parameters):
    assert list(inspect.signature(getattr(seam, "__func__", seam)).parameters) == parameters


@pytest.fixture
def app(empty_clinic, tmp_path, monkeypatch):
    """An application on the lean transport, whatever the suite runs on."""
    monkeypatch.setenv("FADJMA_TRANSPORT", "lean")
    app = application(address(shutil.copy(empty_clinic, tmp_path / "fadjma.db")), monkeypatch)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_lean_transport_is_what_is_served_unless_it_is_told_otherwise(app, monkeypatch):
    assert type(ours.server.eio) is Engine
    assert type(ours.server.manager) is Manager
    assert transport.handler_of(app).offers_deflate
    monkeypatch.delenv("FADJMA_TRANSPORT")
    assert config.load("testing").TRANSPORT == "lean"


def test_what_a_server_asks_of_a_socket_ours_answers():
    asked = {
        "connected",
        "upgraded",
        "closed",
        "close",
        "send",
        "receive",
        "poll",
        "handle_get_request",
        "handle_post_request",
    }
    source = inspect.getsource(engineio.server) + inspect.getsource(engineio.base_server)
    assert all(name in source for name in asked)
    wire = transport.engine.WireSession(None, "sid")
    assert all(hasattr(wire, name) for name in asked)


def test_the_stock_transport_is_served_where_it_is_asked_for(app, monkeypatch):
    monkeypatch.setenv("FADJMA_TRANSPORT", "stock")
    app = create_app("testing")
    assert type(ours.server.eio) is engineio.Server
    assert not transport.handler_of(app).offers_deflate


def test_another_word_is_no_transport(monkeypatch):
    monkeypatch.setenv("FADJMA_TRANSPORT", "quick")
    with pytest.raises(config.SettingsError, match="lean, stock"):
        config.load("testing")


def test_nobody_has_a_room(app, as_, listening):
    listening(as_("awa"))
    listening(as_("moussa"))
    rooms = ours.server.manager.rooms["/"]
    assert list(rooms) == [None]
    assert len(rooms[None]) == 2
