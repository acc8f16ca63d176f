"""The entry: gevent's patch before anything else is imported, then the application; `python wsgi.py` serves it."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

from fadjma import create_app  # noqa: E402
from fadjma.cli import failures  # noqa: E402
from fadjma.server import main  # noqa: E402

sys.excepthook = failures.say

if __name__ == "__main__":
    raise SystemExit(main())

app = failures.or_say(create_app)
