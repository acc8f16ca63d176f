"""PostgreSQL: kept by pg_dump in its custom format; restored in one transaction, the old tables' end included.

pg_restore makes the script; it runs on our own connection, so that raising the streams and verifying the audit trail are
part of the same transaction.
"""

import contextlib
import os
import subprocess
import threading

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import inspect

from ..extensions import db
from .file import CHUNK, Damaged, Unfit

NAME, MAGIC = "PostgreSQL", b"PGDMP"
DUMP = ("pg_dump", "--format=custom", "--no-owner", "--no-privileges")
SCRIPT = ("pg_restore", "--no-owner", "--no-privileges", "--file=-")
PATIENCE = "10s"  # to wait for whoever reads the tables that are to be replaced


def dump(write):
    """Write the database as it is now, in the picture that one transaction sees."""
    settings = dict(db.engine.dialect.create_connect_args(db.engine.url)[1])
    password = settings.pop("password", None)
    words = {name: value for name, value in settings.items() if isinstance(value, str | int)}
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}  # anybody may read a command line
    with _started((*DUMP, f"--dbname={make_conninfo('', **words)}"), env=environment) as dumped:
        while chunk := dumped.stdout.read(CHUNK):
            write(chunk)
        _ended_well(dumped)


def load(chunks, finish):
    """Put what `chunks` hold in the database's place, if it is whole and `finish` is content; return what that says."""
    with db.session.begin():
        connection = db.session.connection()
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        _clear(connection)
        with _started(SCRIPT, stdin=subprocess.PIPE) as restored:
            feeder = Feeder(chunks, restored.stdin)
            try:
                _run(restored.stdout, connection.connection.driver_connection)
            except psycopg.Error as error:
                restored.stdout.close()  # nobody reads on: pg_restore ends, and the feeder need not wait for it
                feeder.join()
                raise Damaged(f"the backup is damaged: {str(error).splitlines()[0]}") from error
            feeder.join()
            _ended_well(restored)
        connection.exec_driver_sql("RESET ALL")  # the script empties the search path
        return finish()


def _started(command, **options):
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    except FileNotFoundError:
        raise Unfit(f"{command[0]} is missing: install the package postgresql-client.") from None


def _ended_well(program):
    said = program.stderr.read().decode(errors="replace").strip()
    if program.wait():
        raise Unfit(said.splitlines()[0] if said else f"{program.args[0]} failed without a word.")


def _clear(connection):
    """End every table, those included that the backup does not know."""
    names = [connection.dialect.identifier_preparer.quote(name) for name in inspect(connection).get_table_names()]
    if names:
        connection.exec_driver_sql(f"DROP TABLE {', '.join(names)} CASCADE")


class Feeder(threading.Thread):
    """Feeds pg_restore and keeps what went wrong with the file, which pg_restore itself could only guess."""

    def __init__(self, chunks, pipe):
        super().__init__(daemon=True)
        self.chunks, self.pipe, self.problem = chunks, pipe, None
        self.start()

    def run(self):
        """Feed to the end; the file is read to its end even where pg_restore has heard enough, to know that it is whole."""
        listening = True
        try:
            for chunk in self.chunks:
                try:
                    listening and self.pipe.write(chunk)
                except BrokenPipeError:
                    listening = False
        except Exception as problem:
            self.problem = problem
        with contextlib.suppress(BrokenPipeError):
            self.pipe.close()

    def join(self, timeout=None):
        """Wait for the end; raises what went wrong with the file."""
        super().join(timeout)
        if self.problem:
            raise self.problem


def _run(script, connection):
    """Run a script of pg_restore: statements, and between them the rows of each table."""
    waiting: list[bytes] = []
    with connection.cursor() as cursor:
        for line in script:
            if line.startswith(b"COPY ") and line.endswith(b"FROM stdin;\n"):
                cursor.execute(b"".join(waiting))
                waiting.clear()
                _copy(cursor, line, script)
            elif not line.startswith((b"\\", b"--")):  # psql's own words, and remarks
                waiting.append(line)
        cursor.execute(b"".join(waiting))


def _copy(cursor, statement, script):
    with cursor.copy(statement) as copy:
        for line in script:
            if line == b"\\.\n":
                return
            copy.write(line)
