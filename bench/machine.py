"""The machine: which core is whose, how many files may be open, what a process has used, by the system's own account."""

import contextlib
import os
import resource
import time
from pathlib import Path


def raise_limits():
    """Let this process and those it starts hold as many files as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def cores():
    """Return ({cores of the servers}, {cores of the clients}): one for the servers wherever there are two."""
    mine = sorted(os.sched_getaffinity(0))
    return ({mine[0]}, set(mine[1:])) if len(mine) > 1 else (set(mine), set(mine))


@contextlib.contextmanager
def on(chosen):
    """What is started meanwhile runs on these cores alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, chosen)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def family(pid):
    """Return `pid` and every process that descends from it."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [one for child in children.read_text().split() for one in family(int(child))]
    return found


def cpu(pid):
    """Return the CPU seconds that a process and its children have used: /proc/<pid>/stat in nanoseconds instead of ticks."""
    # clock_getcpuclockid(3): the clock of another process, all its threads, those that ended included
    return sum(time.clock_gettime((~one << 3) | 2) for one in family(pid))


def memory(pid):
    """Return the bytes a process and its children keep for themselves: PSS, which counts a shared page once."""
    return sum(_kilobytes(one, "Pss:") for one in family(pid)) * 1024


def _kilobytes(pid, name):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
