"""What must hold before a build is worth starting, each with how to mend it."""

import json
import os
from pathlib import Path

import duckdb

from customer360.build.errors import BuildError
from customer360.warehouse import lock_holder


def check_warehouse(warehouse: Path) -> None:
    """Make the warehouse folder, or raise BuildError when it cannot be written to."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        probe = warehouse / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BuildError(
            f"The warehouse folder {warehouse} cannot be written to: {error.strerror}. "
            "Name another with --warehouse or C360_WAREHOUSE."
        ) from error


def check_not_in_use(warehouse: Path) -> None:
    """Raise BuildError when another program has build.duckdb open."""
    database = warehouse / "build.duckdb"
    if not database.exists():
        return
    try:
        duckdb.connect(str(database)).close()
    except duckdb.Error as error:
        holder = lock_holder(str(error))
        if holder:
            raise BuildError(
                f"{database} is in use by {holder}: another build runs, or a program "
                "has it open. Wait or close it; readers open published/marts.duckdb."
            ) from error
        raise BuildError(
            f"{database} cannot be opened: {error}\n"
            "Move it away and build again: it is made anew from what has landed."
        ) from error


def check_landed(landing: Path, inboxes: Path) -> None:
    """Raise BuildError when nothing has landed and no inbox could bring anything."""
    if any((landing / "_manifest").glob("*.json")) or inboxes.is_file():
        return
    raise BuildError(
        f"Nothing has landed in {landing}. Land a file first: c360 land ENTITY FILE, "
        "or list inboxes in landing.yml; c360 demo makes data to look around with."
    )


def landed_counts(landing: Path) -> dict[str, int]:
    """Return rows landed by entity, from the manifest; unreadable entries are none."""
    counts: dict[str, int] = {}
    for path in sorted((landing / "_manifest").glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        entity = str(entry["entity"])
        counts[entity] = counts.get(entity, 0) + int(entry["row_count"])
    return counts
