"""The stores that every test of the history runs on: SQLite, and a real PostgreSQL where it is installed."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from evalharness.api import evaluate
from evalharness.history.database import Database
from evalharness.records import Example

SENTENCE = "The bank cut its main rate by a quarter point on Thursday in Oslo after a long debate"
MISSING = "PostgreSQL's initdb is not installed; with Debian: apt-get install postgresql"
SKIPPED: list[str] = []
NUMBERS = count(1)

RunMaker = Callable[..., Path]


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest where there are several; Debian keeps them out of PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    every = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return every[-1].parent if every else None


def server_user() -> str | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server in a temporary folder, reached by a socket there: the URL of a database, ``{}`` for its name."""
    pytest.importorskip("psycopg")
    programs = binaries()
    if programs is None:
        SKIPPED.append(MISSING)
        pytest.skip(MISSING)
    # not below pytest's folders: those are closed to other users, and a socket's path must be short
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = server_user()
    if user:
        shutil.chown(home, user)

    def run(program: str, *arguments: str) -> None:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.run([str(programs / program), *arguments], check=True, user=user, cwd=home, timeout=120, **quiet)

    data = ("-D", str(home / "data"))
    try:
        # the encoding that knows least, and another zone than UTC: neither may matter
        run("initdb", *data, "-U", "evalharness", "-A", "trust", "-N", "-E", "SQL_ASCII", "--locale=C")
        options = f"-F -c listen_addresses='' -c unix_socket_directories='{home}' -c timezone=Asia/Kolkata"
        run("pg_ctl", *data, "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"postgresql://evalharness@/{{}}?host={quote(str(home), safe='')}"
        finally:
            run("pg_ctl", *data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip of this weight is not left to a letter in a row of dots."""
    if SKIPPED:
        terminalreporter.section("history: the tests on PostgreSQL were skipped", red=True, bold=True)
        terminalreporter.line(SKIPPED[0])


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/history.db"
    server: str = request.getfixturevalue("server")
    import psycopg

    name = f"history_{next(NUMBERS)}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name)


@pytest.fixture
def database(url: str) -> Database:
    return Database(url)


@pytest.fixture
def make_run(tmp_path: Path) -> RunMaker:
    """Makes the run folder ``runs/NAME``: system `desk` has `n_words` words of each article."""

    def make(name: str, n_words: int = 8, *, n: int = 3, stemmer: bool = False, first: str = "Today") -> Path:
        words = SENTENCE.split()
        texts = {"desk": " ".join(words[:n_words]), "model": " ".join(words[::2])}
        examples = [Example(f"é{i}", f"{first} {SENTENCE}", texts) for i in range(n)]
        metrics = [{"use": "rouge", "stemmer": stemmer, "types": ["l"]}, "length"]
        return Path(evaluate(examples, metrics, baselines=["lead3"], out=tmp_path / "runs" / name))

    return make


@pytest.fixture
def another() -> Callable[[Path, Path], Path]:
    """Makes a second evaluation of the same: a copy that took another time, so it is another run."""

    def copy(run: Path, to: Path) -> Path:
        shutil.copytree(run, to)
        manifest = json.loads((to / "run.json").read_text(encoding="utf-8"))
        manifest["timings"] = {"wall_s": next(NUMBERS) + 0.5}
        (to / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
        return to

    return copy
