"""One entity's lock and scratch folder, and the renames that make a landing whole.

The order of a commit: quarantine file, data file, then the manifest entry. What the
entry names before it is in place is removed by the next run, so a kill at any moment
leaves either nothing or the whole.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from customer360 import durable
from customer360.landing.manifest import (
    ManifestEntry,
    entry_path,
    quarantine_path,
    read_entry,
)
from customer360.landing.withdrawals import set_aside

TRIES = 100
ENTRY = "entry.json"
DATA = "data.parquet"
QUARANTINE = "quarantine.parquet"


@dataclass(frozen=True)
class Workspace:
    """A scratch folder inside the landing folder, held by this process alone."""

    landing: Path
    folder: Path

    @property
    def staged(self) -> Path:
        """Every row of the file, checked, before bad ones are set apart."""
        return self.folder / "staged.parquet"

    @property
    def data(self) -> Path:
        """The rows that land."""
        return self.folder / DATA

    @property
    def quarantine(self) -> Path:
        """The rows that do not."""
        return self.folder / QUARANTINE


@contextlib.contextmanager
def open_workspace(landing: Path, entity: str) -> Iterator[Workspace]:
    """Hold the entity's lock, mend what a killed run left, yield a scratch folder.

    Landings of one entity wait for each other: which version of a key came first,
    and whether a file has landed already, must not be decided twice at once.
    """
    name = entity.replace("/", "__")
    with _locked(landing / "_tmp" / f"{name}.lock"):
        _remove_leftovers(landing, name)
        set_aside(landing, entity)
        folder = landing / "_tmp" / name
        folder.mkdir()
        try:
            yield Workspace(landing, folder)
        finally:
            _undo(landing, folder)


def commit(workspace: Workspace, entry: ManifestEntry) -> None:
    """Move the files of a landing into place, the manifest entry last."""
    durable.write(workspace.folder / ENTRY, entry.to_json())
    if workspace.quarantine.exists():
        target = quarantine_path(workspace.landing, entry.entity, entry.file_id)
        durable.move(workspace.quarantine, target)
    durable.move(workspace.data, workspace.landing / entry.path)
    durable.move(workspace.folder / ENTRY, entry_path(workspace.landing, entry.file_id))


@contextlib.contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold an advisory lock; the file is removed after, so nothing stays behind."""
    handle = _acquire(path, wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def _acquire(path: Path, wait: bool) -> int:
    """Open and lock; start over if a finishing run removed the file in between."""
    while True:
        handle = _create(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        except FileNotFoundError:
            pass
        except BlockingIOError:
            os.close(handle)
            raise
        os.close(handle)


def _create(path: Path) -> int:
    """Open the lock file; finishing runs may remove its folder a few times."""
    for _ in range(TRIES):
        with contextlib.suppress(FileNotFoundError, FileExistsError):
            path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_CREAT | os.O_RDWR)
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_CREAT | os.O_RDWR)


def _remove_leftovers(landing: Path, own: str) -> None:
    """Undo what killed runs left, of every entity that nobody is landing now."""
    for folder in sorted((landing / "_tmp").glob("*/")):
        if folder.name == own:
            _undo(landing, folder)
            continue
        with (
            contextlib.suppress(BlockingIOError),
            _locked(landing / "_tmp" / f"{folder.name}.lock", wait=False),
        ):
            _undo(landing, folder)


def _undo(landing: Path, folder: Path) -> None:
    """Remove a scratch folder and the files whose manifest entry never came."""
    pending = folder / ENTRY
    if pending.exists() and pending.stat().st_size:
        entry = read_entry(pending)
        if not entry_path(landing, entry.file_id).exists():
            (landing / entry.path).unlink(missing_ok=True)
            quarantine_path(landing, entry.entity, entry.file_id).unlink(
                missing_ok=True
            )
    shutil.rmtree(folder, ignore_errors=True)
