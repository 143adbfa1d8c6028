"""The manifest: one JSON file a landed file; its presence is the commit."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from customer360.landing.errors import LandingError


@dataclass(frozen=True)
class ManifestEntry:
    """What landed, from where, under which rules.

    `path` is relative to the landing folder; times are ISO, UTC, without a zone;
    `landed_count` = `row_count` + `quarantined_count`.
    """

    file_id: str
    entity: str
    path: str
    source_name: str
    source_sha256: str
    mapping: str | None
    mapping_sha256: str | None
    known_at_rule: str
    known_at_rule_applied: str
    landed_at: str
    landed_count: int
    row_count: int
    quarantined_count: int
    min_known_at: str | None = None
    max_known_at: str | None = None
    min_event_at: str | None = None
    max_event_at: str | None = None
    extra_columns: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        """Return the text of the manifest file."""
        return json.dumps(asdict(self), indent=2) + "\n"


def file_id(
    entity: str, source_sha256: str, mapping_sha256: str | None, known_at: str
) -> str:
    """Return the id of a landing: the same file, map and known-at give the same id."""
    text = "|".join([entity, source_sha256, mapping_sha256 or "", known_at])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def entry_path(landing: Path, identifier: str) -> Path:
    """Return where the manifest entry of a file id is, or would be."""
    return landing / "_manifest" / f"{identifier}.json"


def quarantine_path(landing: Path, entity: str, identifier: str) -> Path:
    """Return where the quarantined rows of a file id are, or would be."""
    return landing / "_quarantine" / entity / f"{identifier}.parquet"


def read_entry(path: Path) -> ManifestEntry:
    """Return one manifest entry; keys a later version added are passed over."""
    known = {field.name for field in fields(ManifestEntry)}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return ManifestEntry(**{k: v for k, v in content.items() if k in known})
    except (ValueError, TypeError, AttributeError) as error:
        raise LandingError(f"{path}: not a manifest entry: {error}") from error


def read_manifest(landing: Path) -> list[ManifestEntry]:
    """Return the entries of all landed files, in the order they landed."""
    paths = sorted((landing / "_manifest").glob("*.json"))
    entries = [read_entry(path) for path in paths]
    return sorted(entries, key=lambda entry: (entry.landed_at, entry.file_id))


def landed_files(landing: Path, entity: str) -> list[Path]:
    """Return the Parquet files of one entity that are committed."""
    files = sorted((landing / entity).glob("landed_date=*/*.parquet"))
    return [file for file in files if entry_path(landing, file.stem).exists()]
