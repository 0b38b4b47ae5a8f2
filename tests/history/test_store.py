"""Adding, finding and making again, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select

from evalharness.errors import StoreError, UsageError
from evalharness.history.database import Database
from evalharness.history.migrate import SCRIPTS
from evalharness.history.store import add_run, all_runs, one_run, rebuild
from evalharness.history.tables import HEAD, ITEMS, METADATA, RUNS, VERSION_TABLE
from evalharness.runs.folder import read_items

RunMaker = Callable[..., Path]
Copier = Callable[[Path, Path], Path]
MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)


def n_rows(database: Database) -> int:
    with database.reading() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in METADATA.sorted_tables)


def test_a_run_is_there_once_however_often_it_is_added(database: Database, make_run: RunMaker, tmp_path: Path) -> None:
    run = make_run("one")
    first = add_run(database, run, date=MAY)
    size = n_rows(database)
    again = add_run(database, run, date=MAY + timedelta(days=9), label="other")
    copied = add_run(database, shutil.copytree(run, tmp_path / "copy"))
    assert first.is_new
    assert (again.is_new, copied.is_new) == (False, False)
    assert again.entry == copied.entry == first.entry  # the date and the label it came with stay
    assert n_rows(database) == size
    assert all_runs(database) == [first.entry]
    assert (first.entry.label, first.entry.date, first.entry.n_examples) == ("one", MAY, 3)
    assert set(first.entry.systems) == {"desk", "model", "baseline:lead3"}


def test_item_rows_are_those_of_the_folder(database: Database, make_run: RunMaker) -> None:
    run = make_run("one", 0)  # an empty candidate: undefined values among the numbers
    add_run(database, run)
    with database.reading() as connection:
        rows = connection.execute(select(ITEMS)).all()
    items = {(item.id, item.system): item for item in read_items(run)}
    assert len(rows) == len(items) == 9
    for row in rows:
        item = items[row.example, row.system]
        assert (row.status, row.metrics) == (item.status, item.metrics)
        assert row.n_hard + row.n_soft <= len(item.findings)


def test_runs_stand_in_the_order_of_their_dates_in_any_zone(
    database: Database, make_run: RunMaker, another: Copier, tmp_path: Path
) -> None:
    run = make_run("a")
    east = timezone(timedelta(hours=9))
    add_run(database, run, date=datetime(2026, 5, 2, 3, tzinfo=east))  # 18:00 of the first of May in UTC
    add_run(database, another(run, tmp_path / "b"), date=datetime(2026, 5, 1, 17, tzinfo=UTC))
    add_run(database, another(run, tmp_path / "c"))
    entries = all_runs(database)
    assert [entry.label for entry in entries] == ["b", "a", "c"]
    assert entries[1].date == datetime(2026, 5, 1, 18, tzinfo=UTC)
    assert entries[1].date.utcoffset() == timedelta(0)
    assert abs(entries[2].date - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_run_that_is_damaged_or_not_complete_leaves_nothing(database: Database, make_run: RunMaker) -> None:
    add_run(database, make_run("good"))
    size = n_rows(database)
    bad = make_run("bad", 9)
    with (bad / "items.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    with pytest.raises(UsageError, match=r"items\.jsonl:10: not an item"):
        add_run(database, bad)
    manifest = json.loads((bad / "run.json").read_text(encoding="utf-8"))
    (bad / "run.json").write_text(json.dumps(manifest | {"state": "incomplete"}), encoding="utf-8")
    with pytest.raises(UsageError, match="interrupted; finish it"):
        add_run(database, bad)
    assert n_rows(database) == size
    assert [entry.label for entry in all_runs(database)] == ["good"]


def test_an_item_that_stands_twice_is_refused(database: Database, make_run: RunMaker) -> None:
    run = make_run("twice")
    lines = (run / "items.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (run / "items.jsonl").write_text("".join([*lines, lines[0]]), encoding="utf-8")
    with pytest.raises(UsageError, match="'é0'"):
        add_run(database, run)
    assert all_runs(database) == []


def test_a_run_is_found_by_id_label_and_as_the_latest(
    database: Database, make_run: RunMaker, another: Copier, tmp_path: Path
) -> None:
    run = make_run("a")
    first = add_run(database, run, date=MAY, label="v1").entry
    add_run(database, another(run, tmp_path / "b"), date=MAY + timedelta(days=1), label="v2")
    last = add_run(database, another(run, tmp_path / "c"), date=MAY + timedelta(days=2), label="v2").entry
    assert one_run(database, first.id).entry == one_run(database, "v1").entry == first
    assert one_run(database, "latest").entry == last
    assert one_run(database, "v1").leaderboard == json.loads((run / "leaderboard.json").read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match="'v2' is the name of 2 runs"):
        one_run(database, "v2")
    for name in ("v3", "", "%"):
        with pytest.raises(UsageError, match="no run"):
            one_run(database, name)


def test_without_a_history_there_is_a_next_step(database: Database) -> None:
    with pytest.raises(UsageError, match="no history there yet; begin one with `evalharness history add RUN`"):
        all_runs(database)


def test_a_store_that_is_made_again_is_the_same(
    database: Database, make_run: RunMaker, another: Copier, tmp_path: Path
) -> None:
    run = make_run("a")
    add_run(database, run, date=MAY, label="v1")
    add_run(database, another(run, tmp_path / "runs" / "b"), date=MAY + timedelta(days=1))
    before, size = all_runs(database), n_rows(database)
    made = rebuild(database, tmp_path / "runs")
    assert all_runs(database) == list(made.entries) == before
    assert n_rows(database) == size


def test_a_run_new_to_the_store_has_the_time_of_its_file(
    database: Database, make_run: RunMaker, tmp_path: Path
) -> None:
    run = make_run("deep/er")
    shutil.copytree(run, tmp_path / "runs" / "copy")  # counts once
    os.utime(run / "run.json", (MAY.timestamp(), MAY.timestamp()))
    os.utime(tmp_path / "runs" / "copy" / "run.json", (MAY.timestamp(), MAY.timestamp()))
    half = make_run("half", 5)
    manifest = json.loads((half / "run.json").read_text(encoding="utf-8"))
    (half / "run.json").write_text(json.dumps(manifest | {"state": "incomplete"}), encoding="utf-8")
    made = rebuild(database, tmp_path / "runs")
    assert [(entry.label, entry.date) for entry in made.entries] == [("copy", MAY)]
    assert list(made.incomplete) == [half]


def test_making_again_loses_nothing_unasked(
    database: Database, make_run: RunMaker, another: Copier, tmp_path: Path
) -> None:
    run = make_run("a")
    gone = add_run(database, another(run, tmp_path / "gone")).entry
    before = all_runs(database)
    with pytest.raises(UsageError, match=rf"no folder of 1 of the store's 1 runs: {gone.id} \(gone\)"):
        rebuild(database, tmp_path / "runs")
    (tmp_path / "none").mkdir()
    with pytest.raises(UsageError, match="no finished run in or under it"):
        rebuild(database, tmp_path / "none", drop=True)
    bad = another(run, tmp_path / "runs" / "bad")
    (bad / "items.jsonl").write_text("x\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"items\.jsonl:1: not an item"):
        rebuild(database, tmp_path / "runs", drop=True)
    assert all_runs(database) == before
    shutil.rmtree(bad)
    assert [entry.label for entry in rebuild(database, tmp_path / "runs", drop=True).entries] == ["a"]


WRITER = """
import sys
from pathlib import Path
from evalharness.history.database import Database
from evalharness.history.store import add_run, rebuild
url, *folders = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for folder in folders:
    print(int(add_run(Database(url), Path(folder)).is_new), flush=True)
"""


def test_two_writers_at_once_lose_nothing(url: str, make_run: RunMaker, another: Copier, tmp_path: Path) -> None:
    run = make_run("a", n=20)
    folders = [another(run, tmp_path / f"run-{i:02d}") for i in range(24)]
    # each has ten runs of its own and four that the other one adds too; neither finds the tables made
    shares = [folders[:14], [*folders[13:9:-1], *folders[14:]]]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url, *map(str, share)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert sum(out.split().count("1") for out, _ in said) == 24
    assert sum(out.split().count("0") for out, _ in said) == 4
    database = Database(url)
    assert sorted(entry.label for entry in all_runs(database)) == [folder.name for folder in folders]
    with database.reading() as connection:
        per_run = connection.execute(select(func.count()).select_from(ITEMS).group_by(ITEMS.c.run_id)).scalars().all()
    assert per_run == [60] * 24


def test_the_steps_lead_to_the_tables(database: Database, make_run: RunMaker) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(SCRIPTS)).get_current_head() == HEAD
    add_run(database, make_run("a"))
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_store_of_a_later_version_is_left_alone(database: Database, make_run: RunMaker) -> None:
    run = make_run("a")
    add_run(database, run)
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    for use in (lambda: add_run(database, run), lambda: all_runs(database)):
        with pytest.raises(UsageError, match=f"revision '9999', this program knows '{HEAD}'"):
            use()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("runs/history.db", "--store runs/history.db: not a URL; expected one such as sqlite:///runs/history.db"),
        ("mysql://me:secret@host/x", r"--store mysql://me:\*\*\*@host/x: no store of this kind"),
        ("sqlite://", "no store of this kind"),
        ("sqlite:///:memory:", "no store of this kind"),
    ],
)
def test_a_wrong_url_is_told(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Database(url)


def test_a_file_that_is_no_database_is_told(make_run: RunMaker, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100, encoding="utf-8")
    database = Database(f"sqlite:///{path}")
    run = make_run("a")
    for use in (lambda: add_run(database, run), lambda: all_runs(database)):
        with pytest.raises(UsageError, match="not an SQLite database; give another --store"):
            use()


def test_a_server_that_is_not_there_is_a_failure_and_keeps_its_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    database = Database(f"postgresql://me:secret@/x?host={tmp_path}")
    with pytest.raises(StoreError, match="nothing was changed") as caught:
        all_runs(database)
    assert caught.value.exit_code == 3
    assert "secret" not in str(caught.value)


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"pip install 'evalharness\[postgres\]'"):
        Database("postgresql://me@host/x")


def test_other_tables_of_the_database_stay(database: Database, make_run: RunMaker) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE runs (id INTEGER)")
    add_run(database, make_run("a"))
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(RUNS)) == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar() == 0


def test_the_query_of_the_docs_works(database: Database, make_run: RunMaker) -> None:
    page = (Path(__file__).parents[2] / "docs" / "history.md").read_text(encoding="utf-8")
    query = page.split("```sql\n")[1].split("```")[0]
    run = make_run("a")
    add_run(database, run, date=MAY)
    expected = {item.id: item.metrics["rouge_l"]["f1"] for item in read_items(run) if item.system == "desk"}
    with database.reading() as connection:
        rows = connection.exec_driver_sql(query.replace("i.n_hard > 0", "i.n_hard = 0")).all()
    assert {row.example: float(row.f1) for row in rows} == expected
