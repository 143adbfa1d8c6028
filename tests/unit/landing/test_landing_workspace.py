"""One landing of an entity at a time; nothing half-done stays."""

import errno
import os
import threading
import time
from pathlib import Path

import pytest

from customer360 import durable
from customer360.landing import LandingError, read_manifest, workspace
from customer360.landing.workspace import open_workspace

pytestmark = pytest.mark.unit

GOOD = "store_id\n1\n"


def names(landing: Path) -> list[str]:
    return sorted(path.relative_to(landing).as_posix() for path in landing.rglob("*"))


def test_a_workspace_leaves_no_trace(landing: Path) -> None:
    with open_workspace(landing, "pos/stores") as scratch:
        scratch.data.write_text("x")
        assert names(landing) == [
            "_tmp",
            "_tmp/pos__stores",
            "_tmp/pos__stores.lock",
            "_tmp/pos__stores/data.parquet",
        ]
    assert names(landing) == []


def test_landings_of_one_entity_wait_for_each_other(landing: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(5):
            with open_workspace(landing, "pos/stores"):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 20
    assert names(landing) == []


def test_landings_of_two_entities_do_not_disturb_each_other(landing: Path) -> None:
    with open_workspace(landing, "pos/stores") as stores:
        stores.data.write_text("x")
        with open_workspace(landing, "crm/contacts"):
            assert stores.data.exists()
        assert stores.data.exists()


def test_what_a_killed_run_left_is_removed_by_the_next(land, landing, write) -> None:
    leftover = landing / "_tmp" / "crm__contacts"
    leftover.mkdir(parents=True)
    (leftover / "staged.parquet").write_text("half")
    (landing / "_tmp" / "crm__contacts.lock").touch()

    land("pos/stores", write("s.csv", GOOD))
    assert not (landing / "_tmp").exists()


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_commit_that_fails_halfway_leaves_nothing(
    land, landing, write, monkeypatch, step: int
) -> None:
    moves: list[Path] = []
    move = durable.move

    def fail(source: Path, target: Path) -> None:
        moves.append(target)
        if len(moves) == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        move(source, target)

    file = write("s.csv", GOOD + " \n")
    monkeypatch.setattr(durable, "move", fail)
    with pytest.raises(LandingError, match="no space left on the disk"):
        land("pos/stores", file, max_bad_share=0.5)
    assert [path for path in landing.rglob("*") if path.is_file()] == []

    monkeypatch.setattr(durable, "move", move)
    assert land("pos/stores", file, max_bad_share=0.5).is_new


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.EACCES, "no permission to read or write it"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(
    land, landing, write, monkeypatch, code: int, message: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), str(landing))

    monkeypatch.setattr(workspace, "_acquire", refuse)
    with pytest.raises(LandingError) as caught:
        land("pos/stores", write("s.csv", GOOD))
    assert str(caught.value) == f"{landing}: {message}. Nothing landed."


def test_a_landing_folder_that_is_a_file_says_so(land, landing, write) -> None:
    landing.write_text("x")
    with pytest.raises(LandingError, match="landing"):
        land("pos/stores", write("s.csv", GOOD))


def test_a_torn_manifest_entry_names_itself(land, landing, write) -> None:
    entry = land("pos/stores", write("s.csv", GOOD)).entry
    path = landing / "_manifest" / f"{entry.file_id}.json"
    path.write_text(path.read_text()[:40])
    with pytest.raises(LandingError, match="not a manifest entry") as caught:
        read_manifest(landing)
    assert entry.file_id in str(caught.value)


def test_no_landing_folder_is_an_empty_manifest(landing) -> None:
    assert read_manifest(landing) == []
