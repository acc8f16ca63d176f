"""`python -m deploy.cluster`: runs the cluster until Ctrl-C or SIGTERM, and leaves nothing behind."""

import argparse
import signal
import sys
from pathlib import Path

from . import Cluster
from .place import ROOT, Failure, alone

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def on_endings(act):
    """Call `act` at every signal that asks the cluster to end."""
    for number in ENDINGS:
        signal.signal(number, lambda *_: act())


def interrupt():
    """End what the cluster is doing now."""
    raise KeyboardInterrupt


def arguments():
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m deploy.cluster", description=__doc__)
    parser.add_argument("-n", "--processes", type=int, default=2, choices=range(1, 33), metavar="N", help="server processes")
    parser.add_argument("--folder", type=Path, default=ROOT / "instance" / "cluster", help="where it keeps everything")
    return parser.parse_args()


def run(folder, processes):
    """Run a cluster in `folder` until it is told to end."""
    cluster = Cluster(folder, processes)
    on_endings(interrupt)
    try:
        greeting = cluster.start()
        print(f"FADJMA: {cluster.url}, {processes} processes behind nginx; logs in {folder}\n{greeting}", flush=True)
        print("Ctrl-C ends all of it.", flush=True)
        cluster.watch()
    except KeyboardInterrupt:
        print("Ending; the processes drain. A second Ctrl-C ends them at once.", flush=True)
    finally:
        on_endings(cluster.hurry)
        cluster.stop()


def main():
    """Return the exit code."""
    asked = arguments()
    try:
        with alone(asked.folder):
            run(asked.folder.resolve(), asked.processes)
    except Failure as failure:
        print(f"fadjma: {failure}", file=sys.stderr)
        return 1
    return 0


raise SystemExit(main())
