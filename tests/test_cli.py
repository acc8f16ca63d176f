"""The commands, as real processes: what they do, and that a failure is one plain line and a status other than zero."""

import os
import pty
import select
import shutil
import socket
import subprocess
import sys

import pysqlite3
import pytest

from config import SettingsError
from fadjma.cli import failures
from fadjma.domain.errors import Conflict, Invalid
from tests.databases import SECRETS, address, surroundings
from tests.processes import ROOT, free_port

NOTHING = dict.fromkeys(SECRETS, "")
ADMIN = ["--name", "Ndèye Diouf", "--email", "ndeye@fadjma.example", "--password", "une longue phrase"]


def run(*command, **environment):
    """Run a program of the project to its end."""
    words = [sys.executable, *command]
    return subprocess.run(words, cwd=ROOT, env=surroundings(**environment), capture_output=True, text=True, timeout=60)


def flask(*words, **environment):
    """Run `flask --app wsgi …` to its end, whatever comes of it."""
    return run("-m", "flask", "--app", "wsgi", *words, **environment)


@pytest.fixture
def demo(demo_clinic, tmp_path):
    """The place of a copy of the demo clinic."""
    return shutil.copy(demo_clinic, tmp_path / "demo.db")


@pytest.fixture
def empty(empty_clinic, tmp_path):
    """The place of a migrated database without a row."""
    return shutil.copy(empty_clinic, tmp_path / "empty.db")


def ask(place, question, *values):
    """Return the rows of a question to an SQLite file."""
    connection = pysqlite3.connect(str(place))
    try:
        with connection:
            return connection.execute(question, values).fetchall()
    finally:
        connection.close()


def assert_fails_in_one_line(ran, *words):
    """Check that a program failed as a person who runs it would like it to."""
    assert ran.returncode not in (0, None), ran.stdout
    said = ran.stderr.strip()
    assert len(said.splitlines()) == 1, said
    assert "Traceback" not in said + ran.stdout
    assert all(word in said for word in words), said


FAILURES = {
    "database that does not answer": (
        ["db", "upgrade"],
        {"FADJMA_DATABASE_URL": "postgresql+psycopg://fadjma:secret@127.0.0.1:1/fadjma"},
        ["database", "127.0.0.1"],
    ),
    "database in a folder that is not there": (
        ["db", "upgrade"],
        {"FADJMA_DATABASE_URL": "sqlite:////nowhere/at/all/fadjma.db"},
        ["database"],
    ),
    "database of another kind": (["seed"], {"FADJMA_DATABASE_URL": "mysql://localhost/x"}, ["FADJMA_DATABASE_URL"]),
    "revision nobody knows": (["db", "upgrade", "nonsense"], {"FADJMA_DATABASE_URL": "sqlite://"}, []),
    "environment nobody knows": (["seed"], {"FADJMA_ENV": "staging"}, ["FADJMA_ENV", "staging"]),
    "no secrets": (["seed"], {"FADJMA_ENV": "production", **NOTHING}, [*SECRETS]),
    "no secrets, asked for help": (["--help"], {"FADJMA_ENV": "production", **NOTHING}, [*SECRETS]),
    "number that is none": (["seed"], {"FADJMA_TRUSTED_PROXIES": "one"}, ["FADJMA_TRUSTED_PROXIES"]),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_one_plain_line(case):
    words, environment, said = FAILURES[case]
    ran = flask(*words, **environment)
    assert_fails_in_one_line(ran, *said)
    assert "secret@" not in ran.stderr


@pytest.mark.parametrize("words", [["seed"], ["audit", "verify"]], ids=" ".join)
def test_without_tables_each_command_says_what_to_do_first(words, tmp_path):
    ran = flask(*words, FADJMA_DATABASE_URL=address(tmp_path / "new.db"))
    assert_fails_in_one_line(ran, "db upgrade")


def test_the_server_of_production_names_the_missing_secret():
    ran = run("wsgi.py", FADJMA_ENV="production", FADJMA_AUDIT_KEY="")
    assert_fails_in_one_line(ran, "FADJMA_AUDIT_KEY")
    assert "FADJMA_SECRET_KEY" not in ran.stderr


def test_a_port_that_is_taken_is_named(demo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = run("wsgi.py", FADJMA_PORT=port, FADJMA_DATABASE_URL=address(demo))
    assert_fails_in_one_line(ran, port)


def test_an_address_that_is_not_ours_is_named(demo):
    ran = run("wsgi.py", FADJMA_HOST="192.0.2.1", FADJMA_PORT="0", FADJMA_DATABASE_URL=address(demo))
    assert_fails_in_one_line(ran, "192.0.2.1")


def test_commands_start_without_a_warning(empty):
    ran = run("-W", "error::UserWarning", "-m", "flask", "--app", "wsgi", "seed", FADJMA_DATABASE_URL=address(empty))
    assert (ran.returncode, ran.stderr) == (0, "")


def test_seed_fills_an_empty_clinic_once(empty):
    first = flask("seed", FADJMA_DATABASE_URL=address(empty))
    there = ask(empty, "SELECT (SELECT count(*) FROM users), (SELECT max(seq) FROM audit_entries)")
    second = flask("seed", FADJMA_DATABASE_URL=address(empty))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "nothing was changed" in second.stdout
    assert ask(empty, "SELECT (SELECT count(*) FROM users), (SELECT max(seq) FROM audit_entries)") == there


def test_seed_leaves_a_clinic_with_one_account_alone(empty):
    assert flask("create-admin", *ADMIN, FADJMA_DATABASE_URL=address(empty)).returncode == 0
    assert "nothing was changed" in flask("seed", FADJMA_DATABASE_URL=address(empty)).stdout
    assert ask(empty, "SELECT role, status, email FROM users") == [("admin", "active", "ndeye@fadjma.example")]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Invalid(email="email_invalid", name="required"), "email: email invalid; name: required"),
        (Conflict("somebody_was_faster"), "somebody was faster"),
        (SettingsError("FADJMA_PORT is odd.\nVery."), "FADJMA_PORT is odd."),
        (PermissionError(13, "Permission denied"), "[Errno 13] Permission denied"),
    ],
)
def test_what_went_wrong_fits_in_one_line(error, line):
    assert failures.in_one_line(error) == line


def test_a_defect_is_one_line_that_says_where():
    try:
        failures.in_one_line(None).nothing()  # type: ignore[attr-defined]
    except AttributeError as defect:
        line = failures.in_one_line(defect)
    assert line.startswith("AttributeError at ") and ":" in line and "\n" not in line


def test_an_admin_who_cannot_be_is_refused_and_nothing_is_kept(empty):
    ran = flask(
        "create-admin", "--name", "N", "--email", "nobody", "--password", "12345", FADJMA_DATABASE_URL=address(empty)
    )
    assert_fails_in_one_line(ran, "password")
    assert ask(empty, "SELECT count(*) FROM users") == ask(empty, "SELECT count(*) FROM audit_entries") == [(0,)]


def test_a_login_that_is_taken_is_refused(demo):
    words = ["--name", "N", "--email", "AWA@fadjma.example", "--password", "une longue phrase"]
    assert_fails_in_one_line(flask("create-admin", *words, FADJMA_DATABASE_URL=address(demo)), "email: already used")


def test_the_password_is_asked_for_unseen_at_a_terminal(empty):
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "create-admin", "--name", "N", "--email", "n@fadjma.example"]
    settings = surroundings(FADJMA_DATABASE_URL=address(empty))
    terminal = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = subprocess.Popen(words, cwd=ROOT, env=settings, start_new_session=True, **terminal)
    os.close(theirs)
    said = ""
    for prompt, answer in (
        ("Password: ", b"une longue phrase\n"),
        ("confirmation: ", b"une longue phrase\n"),
        ("sign in", b""),
    ):
        while prompt not in said:
            assert select.select([ours], [], [], 60)[0], said
            said += os.read(ours, 1024).decode()
        os.write(ours, answer)
    assert process.wait(60) == 0
    os.close(ours)
    assert "une longue phrase" not in said
    assert ask(empty, "SELECT email FROM users") == [("n@fadjma.example",)]


def test_the_trail_of_the_demo_clinic_verifies_and_gives_a_checkpoint(demo):
    ran = flask("audit", "verify", FADJMA_DATABASE_URL=address(demo))
    assert ran.returncode == 0
    checkpoint = ran.stdout.split()[-1]
    assert flask("audit", "verify", "--checkpoint", checkpoint, FADJMA_DATABASE_URL=address(demo)).returncode == 0


def test_the_first_bad_entry_is_named(demo):
    for seq in (40, 21):
        ask(demo, "UPDATE audit_entries SET act = 'SessionStarted' WHERE seq = ?", seq)
    assert_fails_in_one_line(flask("audit", "verify", FADJMA_DATABASE_URL=address(demo)), "entry 21")


def test_a_checkpoint_shows_what_was_cut_off(demo):
    checkpoint = flask("audit", "verify", FADJMA_DATABASE_URL=address(demo)).stdout.split()[-1]
    ask(demo, "DELETE FROM audit_entries WHERE seq > 30")
    ask(demo, "UPDATE audit_head SET seq = 30, seal = (SELECT seal FROM audit_entries WHERE seq = 30)")
    assert flask("audit", "verify", FADJMA_DATABASE_URL=address(demo)).returncode == 0
    ran = flask("audit", "verify", "--checkpoint", checkpoint, FADJMA_DATABASE_URL=address(demo))
    assert_fails_in_one_line(ran, "entry 31")


CATALOGUE = "# source: Liste de la clinique\nname,form,strength,atc,aliases\n{}\n"


@pytest.mark.parametrize(("extra", "left"), [([], 515), (["--replace"], 1)], ids=["extend", "replace"])
def test_a_catalogue_extends_or_replaces_the_one_before(empty, tmp_path, extra, left):
    (tmp_path / "list.csv").write_text(CATALOGUE.format("Kinkéliba,tisane,2 g,,Quinquéliba"))
    ran = flask("import", "medications", tmp_path / "list.csv", *extra, FADJMA_DATABASE_URL=address(empty))
    assert (ran.returncode, ran.stderr) == (0, "") and "1 medication," in ran.stdout
    assert ask(empty, "SELECT count(*) FROM medications") == [(left,)]
    assert ask(empty, "SELECT name_key, source FROM medications WHERE name = 'Kinkéliba'") == [
        ("kinkeliba", "Liste de la clinique")
    ]
    assert ask(empty, "SELECT act FROM audit_entries") == [("FormularyImported",)]


def test_an_imported_entry_corrects_its_like(empty, tmp_path):
    (tmp_path / "list.csv").write_text(CATALOGUE.format("AMOXICILLINE,Gelule,500 mg,J01CA99,"))
    flask("import", "medications", tmp_path / "list.csv", FADJMA_DATABASE_URL=address(empty))
    assert ask(empty, "SELECT name, atc FROM medications WHERE atc = 'J01CA99'") == [("AMOXICILLINE", "J01CA99")]
    assert ask(empty, "SELECT count(*) FROM medications") == [(514,)]


def test_interactions_are_imported_whichever_side_comes_first(empty, tmp_path):
    (tmp_path / "pairs.csv").write_text("first,second,severity,effect\nM01A,B01AA,precaution,Moins grave ici\n")
    ran = flask("import", "interactions", tmp_path / "pairs.csv", FADJMA_DATABASE_URL=address(empty))
    assert ran.returncode == 0
    assert ask(empty, "SELECT severity FROM interactions WHERE first = 'B01AA' AND second = 'M01A'") == [("precaution",)]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("medications", CATALOGUE.format("Fer,gel,,XYZ,\nZinc,,,,\n,gel,,,"), ["line 3", "'XYZ'", "line 5", "no name"]),
        ("interactions", "first,second,severity,effect\nB01AA,M01A,deadly,x\n", ["line 2", "deadly"]),
        ("medications", "caf\xe9".encode("latin-1"), ["UTF-8"]),
        ("medications", None, ["nowhere.csv"]),
    ],
    ids=["medications", "interactions", "latin-1", "missing"],
)
def test_a_bad_list_imports_nothing_and_names_its_lines(empty, tmp_path, kind, text, said):
    file = tmp_path / ("nowhere.csv" if text is None else "list.csv")
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = flask("import", kind, file, "--replace", FADJMA_DATABASE_URL=address(empty))
    assert_fails_in_one_line(ran, *said)
    assert ask(empty, "SELECT (SELECT count(*) FROM medications), (SELECT count(*) FROM interactions)") == [(514, 116)]


def test_presence_says_in_one_line_that_no_server_answers():
    port = str(free_port())
    assert_fails_in_one_line(flask("presence", FADJMA_PORT=port), port)


def test_presence_asks_the_running_server(start_server):
    server = start_server()
    ran = flask("presence", FADJMA_PORT=server.url.rsplit(":", 1)[1])
    assert (ran.returncode, ran.stderr) == (0, "")
    assert dict(line.split() for line in ran.stdout.splitlines()) == dict.fromkeys(
        ("patient", "doctor", "pharmacist", "admin"), "0"
    )


def test_the_server_prints_its_address_and_who_may_sign_in_in_development_alone(start_server):
    development, production = start_server(), start_server(FADJMA_ENV="production")
    assert development.text().splitlines()[0] == f"FADJMA: {development.url}"
    for login in ("awa", "moussa", "khady", "fatou", "ibrahima", "aminata", "seynabou", "cheikh", "ousmane"):
        assert f"{login}@fadjma.example" in development.text()
    assert "fadjma-demo" in development.text()
    assert "fadjma-demo" not in production.text() and "awa@" not in production.text()
