"""Taking a landed file back: landed, or withdrawn, whenever it is interrupted."""

import datetime as dt
import difflib
from dataclasses import dataclass
from pathlib import Path

from customer360 import durable
from customer360.landing.errors import LandingError
from customer360.landing.land import explained_landing, utc
from customer360.landing.manifest import (
    ManifestEntry,
    entry_path,
    read_entry,
    read_manifest,
)
from customer360.landing.withdrawals import (
    Withdrawal,
    set_aside,
    withdrawal_of,
    write_note,
)
from customer360.landing.workspace import open_workspace

HINT_COUNT = 3


@dataclass(frozen=True)
class Withdrawn:
    """What came of it; `is_new` is false when the file had been withdrawn before."""

    withdrawal: Withdrawal
    is_new: bool


def withdraw_file(file_id: str, *, landing: Path, now: dt.datetime) -> Withdrawn:
    """Take a landed file back; the next build is as if it had never landed.

    Removing the manifest entry is what withdraws it: the note is written before, the
    files are set aside after. Raises LandingError where no file has that id.
    """
    with explained_landing(landing, "Withdraw it again to make sure."):
        entity = _entry(file_id, landing).entity
        with open_workspace(landing, entity):
            # another process may have been faster
            if before := withdrawal_of(landing, file_id):
                return Withdrawn(before, is_new=False)
            entry = _entry(file_id, landing)
            withdrawal = Withdrawal(entry, utc(now).isoformat())
            write_note(landing, withdrawal)
            durable.remove(entry_path(landing, file_id))
            set_aside(landing, entity)
        return Withdrawn(withdrawal, is_new=True)


def require_known(file_ids: list[str], landing: Path) -> None:
    """Raise LandingError if one of some file ids never landed."""
    for file_id in file_ids:
        _entry(file_id, landing)


def _entry(file_id: str, landing: Path) -> ManifestEntry:
    if withdrawal := withdrawal_of(landing, file_id):
        return withdrawal.entry
    entries = read_manifest(landing)
    if not any(entry.file_id == file_id for entry in entries):
        raise LandingError(_unknown(file_id, entries, landing))
    return read_entry(entry_path(landing, file_id))


def _unknown(typed: str, entries: list[ManifestEntry], landing: Path) -> str:
    said = f"No landed file has the id {typed}"
    if not entries:
        return f"{said}: nothing has landed in {landing}."
    lines = [
        f"  {entry.file_id}  {entry.entity}  {entry.source_name}, "
        f"landed {entry.landed_at[:10]}"
        for entry in _near(typed, entries)
    ]
    if not lines:
        return f"{said}. The ids are the names of the files in {landing}/_manifest."
    return "\n".join([f"{said}. Like it:", *lines])


def _near(typed: str, entries: list[ManifestEntry]) -> list[ManifestEntry]:
    """Return entries whose id begins with or is like what was typed, or whose file is.

    Newest first: it is mostly the last files that are taken back.
    """
    name = Path(typed).name
    ids = [entry.file_id for entry in entries]
    like = set(difflib.get_close_matches(typed.lower(), ids, HINT_COUNT, 0.7))
    found = [
        entry
        for entry in reversed(entries)
        if entry.file_id in like
        or (typed and entry.file_id.startswith(typed.lower()))
        or entry.source_name == name
    ]
    return found[:HINT_COUNT]
