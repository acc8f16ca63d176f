"""`python -m deploy.ready PORT [SECONDS]`: waits until the process on that port of this machine serves, or fails."""

import contextlib
import sys
import time
import urllib.error
import urllib.request

STRAIGHT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60.0  # seconds


def is_ready(port):
    """Return whether the process on `port` can serve."""
    with contextlib.suppress(urllib.error.URLError, OSError):
        return STRAIGHT.open(f"http://127.0.0.1:{port}/readyz", timeout=2).status == 200
    return False


def wait(port, seconds):
    """Return whether the process on `port` could serve within `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_ready(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def main(port, seconds=PATIENCE):
    """Return the exit code."""
    if wait(port, float(seconds)):
        return 0
    print(f"fadjma: nobody is ready to serve on port {port}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
