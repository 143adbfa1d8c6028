"""Landing the small world, revealing it in slices, cutting it at a time."""

import datetime as dt
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

from customer360.landing import ManifestEntry, Request, land_file, read_manifest
from customer360.landing.manifest import entry_path
from proof.entities import make_world
from proof.mess import deliveries


def land_world(folder: Path, seed: int, households: int) -> Path:
    """Write the files of a world, land each on its day, return the landing folder."""
    landing, inbox = folder / "landing", folder / "inbox"
    inbox.mkdir(parents=True)
    for delivery in deliveries(make_world(seed, households), seed):
        file = delivery.write(inbox)
        request = Request(
            delivery.entity, file, known_at=delivery.known_at_rule, max_bad_share=1
        )
        land_file(request, landing=landing, now=delivery.landed_at)
    return landing


def reveal(entries: Iterable[ManifestEntry], landing: Path, shown: Path) -> None:
    """Add files of a landing folder to another that shows only some of them.

    Data is linked, the manifest entry copied: an entry is what makes a file landed.
    """
    (shown / "_manifest").mkdir(parents=True, exist_ok=True)
    for entry in entries:
        data = shown / entry.path
        data.parent.mkdir(parents=True, exist_ok=True)
        data.hardlink_to(landing / entry.path)
        shutil.copy(entry_path(landing, entry.file_id), shown / "_manifest")


def cut(landing: Path, before: dt.datetime, kept: Path) -> None:
    """Copy a landing folder as if nothing known at or after `before` had been sent."""
    (kept / "_manifest").mkdir(parents=True)
    for entry in read_manifest(landing):
        data = kept / entry.path
        data.parent.mkdir(parents=True, exist_ok=True)
        duckdb.execute(
            f"""
            copy (
                select * from '{landing / entry.path}'
                where known_at < timestamp '{before}'
                order by landed_row_number
            ) to '{data}' (format parquet)
            """
        )
        _write_cut_entry(entry, data, kept)


def _write_cut_entry(entry: ManifestEntry, data: Path, kept: Path) -> None:
    row_count, first, last = duckdb.execute(
        f"select count(*), min(known_at), max(known_at) from '{data}'"
    ).fetchall()[0]
    known = {"min_known_at": str(first), "max_known_at": str(last)} if row_count else {}
    content = json.loads(entry.to_json()) | {
        "landed_count": row_count,
        "row_count": row_count,
        "quarantined_count": 0,
        "min_known_at": None,
        "max_known_at": None,
        **known,
    }
    entry_path(kept, entry.file_id).write_text(json.dumps(content), encoding="utf-8")
