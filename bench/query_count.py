"""How many queries a page asks: `python -m bench.query_count PATH TOKEN` over the database of FADJMA_DATABASE_URL."""

import subprocess
import sys

from tests.databases import surroundings


def queries(url, path, token):
    """Return how many queries the page at `path` asks of the database at `url`."""
    command = [sys.executable, "-m", "bench.query_count", path, token]
    return int(subprocess.check_output(command, env=surroundings(FADJMA_DATABASE_URL=url)))


def main(path, token):
    """Print how many, of a page that was asked before."""
    from sqlalchemy import event

    from fadjma import create_app
    from fadjma.extensions import db

    app, asked = create_app("development"), []
    browser = app.test_client()
    browser.set_cookie("access_token_cookie", token)
    browser.get(path)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert browser.get(path).status_code == 200
    print(sum(statement.lstrip().upper().startswith("SELECT") for statement in asked))


if __name__ == "__main__":
    main(*sys.argv[1:])
