"""`make chaos`: the storm for as long as asked, and five hundred power cuts.

make chaos [FAULTS=2500] [KILLS=500]
"""

import argparse
import asyncio
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import make_url

from tests.databases import flask
from tests.postgres import Postgres
from tests.redis_server import Redis

from .storm import PATIENCE, Storm


def storm(faults):
    """Let it rage; print the report; return whether everybody had everything, once, in order, in time."""
    with tempfile.TemporaryDirectory() as folder:
        cluster, redis = Postgres().start(), Redis(Path(folder)).start()
        try:
            url = cluster.new_database()
            flask("db", "upgrade", FADJMA_DATABASE_URL=url)
            raging = Storm(cluster.new_database(make_url(url).database), redis.url, Path(folder))
            try:
                report = asyncio.run(raging.rage(faults=faults))
            finally:
                raging.processes.stop()
        finally:
            redis.stop()
            cluster.destroy()
    print(report, flush=True)
    wrong = report.missing + report.twice + report.out_of_order + report.holes
    return wrong == 0 and report.caught_up < PATIENCE


def power_cuts(kills):
    """Kill a writer `kills` times; return whether no acknowledged act was lost."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/chaos/test_power.py"]
    return subprocess.run(command, env={**os.environ, "CHAOS_KILLS": str(kills)}).returncode == 0


def main():
    """Do both; exit non-zero where anything was lost."""
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--faults", type=int, default=2500)
    parser.add_argument("--kills", type=int, default=500)
    asked = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it speaks of every connection that the storm cut
    results = [storm(asked.faults), power_cuts(asked.kills)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
