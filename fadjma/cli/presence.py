"""`presence`: who is connected, by role. Only the running server knows, so it is asked for its metrics."""

import http.client
import urllib.error
import urllib.request

import click
from flask import current_app
from flask.cli import with_appcontext
from prometheus_client.parser import text_string_to_metric_families

import config as settings

from .failures import Failure

WAIT = 5  # seconds
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # an address to listen on is not one to ask


@click.command("presence")
@with_appcontext
def presence():
    """Print how many people are connected, by role."""
    for role, people in _by_role(_ask()).items():
        click.echo(f"{role:<12}{people}")


def _by_role(text):
    families = text_string_to_metric_families(text)
    samples = [sample for family in families if family.name == "fadjma_connected_users" for sample in family.samples]
    return {sample.labels["role"]: int(sample.value) for sample in samples}


def _ask():
    host, port = settings.address()
    host = EVERYWHERE.get(host, host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/metrics"
    token = current_app.config["METRICS_TOKEN"]
    question = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"} if token else {})
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(question, timeout=WAIT) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        raise Failure(f"{address} answers {error.code}: is FADJMA_METRICS_TOKEN the server's?") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Failure(f"no server answers at {address} ({reason}).") from error
