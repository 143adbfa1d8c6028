"""A real dbt process, killed without warning in the middle of a build."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from customer360.paths import ROOT
from proof.warehouse import TABLES_ONLY


def build_killed(warehouse: Path, landing: Path, scratch: Path, model: str) -> None:
    """Start dbt and kill -9 it a tenth of a second after it began a model."""
    folders = ["--project-dir", ROOT, "--profiles-dir", ROOT]
    outputs = ["--target-path", scratch / "target", "--log-path", scratch]
    process = subprocess.Popen(
        [sys.executable, "-m", "dbt.cli.main", "build"]
        + [str(each) for each in [*TABLES_ONLY, *folders, *outputs]],
        env=os.environ
        | {
            "C360_WAREHOUSE": str(warehouse),
            "C360_LANDING": str(landing),
            "C360_SALT": os.environ.get("C360_SALT") or "test",
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    was_met = any(f" model {model} " in line for line in process.stdout)
    time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    ended = process.wait()
    assert was_met, f"dbt never came to {model}"
    assert ended == -signal.SIGKILL, "dbt had ended before it was killed"
