"""What was taken back: a note and the files set aside, in `_withdrawn`.

A file is landed as long as its manifest entry is there. Withdrawn it is when a note of
it is there and the entry is not; a note beside an entry says nothing.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from customer360 import durable
from customer360.landing.errors import LandingError
from customer360.landing.manifest import (
    ManifestEntry,
    entry_path,
    quarantine_path,
    read_entry,
)

FOLDER = "_withdrawn"


@dataclass(frozen=True)
class Withdrawal:
    """A file that was taken back: its manifest entry, and when (ISO, UTC)."""

    entry: ManifestEntry
    withdrawn_at: str


def note_path(landing: Path, identifier: str) -> Path:
    """Return where the note on a withdrawn file is, or would be."""
    return landing / FOLDER / f"{identifier}.json"


def withdrawal_of(landing: Path, identifier: str) -> Withdrawal | None:
    """Return the withdrawal of a file id; None where it has landed, or never did."""
    path = note_path(landing, identifier)
    if entry_path(landing, identifier).exists() or not path.exists():
        return None
    try:
        when = json.loads(path.read_text(encoding="utf-8"))["withdrawn_at"]
    except (ValueError, KeyError, TypeError) as error:
        raise LandingError(f"{path}: not a note of a withdrawal: {error}") from error
    return Withdrawal(read_entry(path), str(when))


def read_withdrawals(landing: Path) -> list[Withdrawal]:
    """Return what was taken back and has not landed again, oldest first."""
    paths = sorted((landing / FOLDER).glob("*.json"))
    found = [withdrawal_of(landing, path.stem) for path in paths]
    return sorted(filter(None, found), key=lambda each: each.withdrawn_at)


def write_note(landing: Path, withdrawal: Withdrawal) -> None:
    """Write the note, which counts once the manifest entry is gone."""
    said = asdict(withdrawal.entry) | {"withdrawn_at": withdrawal.withdrawn_at}
    text = json.dumps(said, indent=2) + "\n"
    durable.write(note_path(landing, withdrawal.entry.file_id), text)


def set_aside(landing: Path, entity: str) -> None:
    """Move the files of withdrawn landings of an entity away, those still in place.

    Called under the entity's lock: it also ends what a killed withdrawal began.
    """
    for withdrawal in read_withdrawals(landing):
        if withdrawal.entry.entity == entity:
            for source, target in _moves(landing, withdrawal.entry):
                if source.exists():
                    durable.move(source, target)


def forget(landing: Path, entry: ManifestEntry) -> None:
    """Remove note and files of a withdrawal: the file has landed again."""
    folder = landing / FOLDER
    durable.remove(note_path(landing, entry.file_id))
    for _, target in _moves(landing, entry):
        durable.remove(target)
    for empty in (folder / entry.file_id, folder):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()


def _moves(landing: Path, entry: ManifestEntry) -> list[tuple[Path, Path]]:
    """Return where the files of a landing are, and where they go when it is not."""
    aside = landing / FOLDER / entry.file_id
    quarantine = quarantine_path(landing, entry.entity, entry.file_id)
    return [
        (landing / entry.path, aside / "data.parquet"),
        (quarantine, aside / "quarantine.parquet"),
    ]
