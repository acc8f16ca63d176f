"""The cluster's clinic: migrates its database, fills it the first time, and prints who may sign in."""

import wsgi  # first: gevent's patch

from flask_migrate import upgrade  # isort: skip

from fadjma import demo  # isort: skip

with wsgi.app.app_context():
    upgrade()
    demo.found()
    print("\n".join(demo.greeting()))
