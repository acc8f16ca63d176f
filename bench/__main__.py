"""`python -m bench [scenario …]`: measure the application and its peers in turn, print the ratios and the goals."""

import argparse
import datetime
import importlib
import os
import platform
import signal
import sys
import time

from . import report, results
from .field import Field, Options
from .load import NoCompiler
from .peers import ALL
from .peers.npm import NoNode

QUICK = ("broadcast", "burst", "connect", "replay", "act_to_screen", "page")
LONGER = (
    "idle",
    "first_load",
    "weak_phone",
    "slow_reader",
    "clinic_day",
    "sequencing",
    "connection_growth",
    "journal_growth",
)


def asked():
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="scenario", help=", ".join(QUICK + LONGER))
    parser.add_argument("--quick", action="store_true", help=f"fewer rounds and people; of {', '.join(QUICK)} unless named")
    parser.add_argument("--sides", type=lambda text: tuple(text.split(",")), help=f"of {','.join(ALL)}")
    parser.add_argument("--sockets", type=lambda text: tuple(map(int, text.split(","))), help="100,1000 …")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--messages", type=int, help="in each round")
    parser.add_argument("--draw", action="store_true", help="measure nothing: draw the last whole run again")
    said = parser.parse_args()
    if unknown := set(said.scenarios) - {*QUICK, *LONGER}:
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}")
    if unknown := set(said.sides or ()) - set(ALL):
        parser.error(f"no side is called {', '.join(sorted(unknown))}")
    return said


def measure(field, said):
    """Run the scenarios, printing as they go; return (their figures, the names of those that failed)."""
    options = Options(said.quick, said.sides, said.sockets, said.rounds, said.messages)
    figures, failed = [], []
    for name in said.scenarios or (QUICK if said.quick else QUICK + LONGER):
        started = time.monotonic()
        try:
            found = importlib.import_module(f".scenarios.{name}", __package__).run(field, options)
        except Exception as wrong:  # the others are still worth their minutes
            print(f"\n— {name} failed: {wrong}", flush=True)
            failed.append(name)
            continue
        print(f"\n— {name} ({time.monotonic() - started:.0f} s)", *map(report.lines, found), sep="\n", flush=True)
        figures += found
    return figures, failed


def measured(said):
    """Return (figures, surroundings) of a run."""
    field = Field()
    try:
        figures, failed = measure(field, said)
    finally:
        field.close()
    machine = f"{platform.machine()}, {platform.system()} {platform.release()}"
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    found = {"at": at, "machine": machine, "cores": os.cpu_count(), "versions": field.versions, "failed": failed}
    return figures, found


def main():
    """Measure what was asked for, or draw again what was kept; print the table. Return the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with us
    said = asked()
    whole = not (said.scenarios or said.sides or said.sockets or said.rounds or said.messages)
    kind = "partial" if not whole else "quick" if said.quick else "latest"
    try:
        figures, surroundings = results.read() if said.draw else measured(said)
    except (NoCompiler, NoNode) as missing:
        print(missing, file=sys.stderr)
        return 1
    kind = "partial" if surroundings["failed"] else kind
    place = results.keep(figures, surroundings, kind)
    print(f"\n{report.table(figures)}\n\n{results.caption(surroundings)}, {surroundings['machine']}\n{place}")
    return 1 if surroundings["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
