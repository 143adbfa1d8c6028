"""The stages of the demo, each a call that raises what went wrong."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable

from customer360.demo.errors import DemoError
from customer360.demo.folders import Folders
from customer360.landing import land_folder
from customer360.paths import ROOT
from customer360.report.command import report
from customer360.simulate import Settings, simulate

KNOWN_AT = "synced_at"


def simulated(
    settings: Settings, folders: Folders, on_share: Callable[[float], None]
) -> str:
    """Simulate, unless the same was done before; return what to say of it."""
    if folders.is_simulated(settings):
        return "made before; the same seed gives the same bytes, so not again"
    folders.begin(settings)
    made = simulate(
        settings,
        folders.files,
        folders.truth,
        on_chunk=lambda done, of: on_share(done / of),
    )
    folders.complete(settings)
    return f"{made.row_count:,} records of {len(made.rows)} entities"


def landed(folders: Folders) -> str:
    """Land what has not landed; return what to say of it.

    Raises DemoError with the messages of the files that did not land.
    """
    results = land_folder(
        folders.files,
        landing=folders.landing,
        # the one time stamp that is the wall clock's: when it landed
        now=dt.datetime.now(dt.UTC),
        known_at=KNOWN_AT,
    )
    errors = [result.error for result in results if result.error]
    if errors:
        raise DemoError("\n".join(errors))
    new = [each.landed.entry for each in results if each.landed and each.landed.is_new]
    if not new:
        return f"all {len(results)} files had landed before; a file lands once"
    bad = sum(entry.quarantined_count for entry in new)
    rows = sum(entry.row_count for entry in new)
    return f"{rows:,} rows, {bad:,} set apart as bad"


def built(folders: Folders) -> None:
    """Build, test, check and publish with the job that runs every night, and sum up.

    It prints its own lines. Raises DemoError when it fails, after its own message.
    """
    environment = os.environ | {"C360_LANDING_CONFIG": str(folders.inboxes)}
    command = [
        *(sys.executable, "-m", "customer360.cli", "build"),
        *("--landing", str(folders.landing), "--warehouse", str(folders.warehouse)),
    ]
    finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        raise DemoError("The demo stopped at the build; the message above says why.")


def reported(folders: Folders) -> str:
    """Write the report, with identity judged by the truth; return where it is."""
    return str(report(folders.warehouse, folders.report, folders.truth))
