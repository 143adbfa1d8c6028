"""Running the project's own models on other rules, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

from customer360.identity_diff.errors import IdentityDiffError
from customer360.paths import ROOT

MOST_LINES = 12


def run_models(folder: Path, selected: list[str], salt: str) -> Path:
    """Build seeds and models of a scratch project; return its database.

    Raises IdentityDiffError with the last of what dbt said.
    """
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "build"]
    command += ["--select", *selected]
    command += ["--resource-type", "seed", "--resource-type", "model"]
    command += ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    command += ["--target-path", str(folder / "target")]
    command += ["--log-path", str(folder / "logs"), "--no-partial-parse"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=_environment(folder, salt),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        raise IdentityDiffError(
            "\n".join(
                [
                    "The rules could not be tried. If models have changed since the "
                    "build, run `c360 build` first; dbt said:",
                    *lines[-MOST_LINES:],
                ]
            )
        )
    return folder / "warehouse" / "build.duckdb"


def _environment(folder: Path, salt: str) -> dict[str, str]:
    (folder / "landing").mkdir(exist_ok=True)
    return os.environ | {
        "C360_WAREHOUSE": str(folder / "warehouse"),
        # what has landed since the build is no part of the comparison
        "C360_LANDING": str(folder / "landing"),
        "C360_SALT": salt,
        "DO_NOT_TRACK": "1",
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
        ),
    }
