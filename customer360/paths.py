"""Where the project, the landed files and the warehouse are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def landing_dir() -> Path:
    """Return the folder of landed files (`C360_LANDING`, default `data/landing`)."""
    return Path(os.environ.get("C360_LANDING") or ROOT / "data" / "landing").resolve()


def warehouse_dir() -> Path:
    """Return the folder of databases (`C360_WAREHOUSE`, default `data/warehouse`)."""
    default = ROOT / "data" / "warehouse"
    return Path(os.environ.get("C360_WAREHOUSE") or default).resolve()


def build_database() -> Path:
    """Return the database the current run writes; readers use the published one."""
    return warehouse_dir() / "build.duckdb"


def landing_config() -> Path:
    """Return the file of inboxes (`C360_LANDING_CONFIG`, default `landing.yml`)."""
    config = os.environ.get("C360_LANDING_CONFIG") or ROOT / "landing.yml"
    return Path(config).resolve()
