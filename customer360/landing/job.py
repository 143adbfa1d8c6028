"""What is asked of a landing, and what is known before its rows are read."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from customer360.landing.contracts import Contract
from customer360.landing.manifest import ManifestEntry
from customer360.landing.mapping import Mapping
from customer360.landing.source import Source
from customer360.landing.workspace import Workspace
from customer360.landing.writer import Writer


@dataclass(frozen=True)
class Request:
    """A file to land: as which entity, through which mapping, under which rules.

    A file that was withdrawn lands again only with `even_if_withdrawn`.
    """

    entity: str
    file: Path
    mapping: Path | None = None
    known_at: str = "auto"
    max_bad_share: float = 0.05
    even_if_withdrawn: bool = False


@dataclass(frozen=True)
class Landed:
    """What came of it; `is_new` is false when the file had landed before.

    `withdrawn_at` (ISO, UTC): it had been taken back then, and did not land again.
    """

    entry: ManifestEntry
    is_new: bool
    known_at_note: str | None = None
    withdrawn_at: str | None = None


@dataclass(frozen=True)
class Job:
    """One file about to land; `now` is UTC without a zone."""

    request: Request
    contract: Contract
    header: Contract | None
    source: Source
    mapping: Mapping | None
    file_id: str
    now: dt.datetime


@dataclass(frozen=True)
class Session:
    """Where a job is worked on: its database, its scratch folder, its writer."""

    connection: duckdb.DuckDBPyConnection
    workspace: Workspace
    writer: Writer
