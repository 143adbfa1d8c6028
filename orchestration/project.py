"""The dbt project as Dagster sees it, its manifest made when it is missing or old."""

import os
import sys
from pathlib import Path

from dagster_dbt import DbtProject

from customer360.paths import ROOT, landing_dir, warehouse_dir

# what dbt reads to make its manifest
PROJECT_PARTS = (
    "dbt_project.yml",
    "profiles.yml",
    "models",
    "macros",
    "seeds",
    "tests/dbt",
)

PROJECT = DbtProject(project_dir=ROOT, profiles_dir=ROOT)


def manifest_path(project: DbtProject = PROJECT) -> Path:
    """Return dbt's manifest; missing, or older than the project, it is made anew."""
    set_environment()
    if not is_parsed(project.manifest_path, project.project_dir):
        project.preparer.prepare(project)
    return project.manifest_path


def is_parsed(manifest: Path, project_dir: Path) -> bool:
    """Tell whether the manifest is there and nothing in the project is newer."""
    if not manifest.is_file():
        return False
    parsed_at = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= parsed_at for path in _parts(project_dir))


def set_environment() -> None:
    """Give dbt, started from here, the folders as we see them and this Python's dbt."""
    os.environ["C360_LANDING"] = str(landing_dir())
    os.environ["C360_WAREHOUSE"] = str(warehouse_dir())
    warehouse_dir().mkdir(parents=True, exist_ok=True)
    programs = str(Path(sys.executable).parent)
    if os.environ["PATH"].split(os.pathsep)[0] != programs:
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]


def _parts(project_dir: Path) -> list[Path]:
    found: list[Path] = []
    for part in PROJECT_PARTS:
        path = project_dir / part
        found += [path, *path.rglob("*")] if path.is_dir() else [path]
    return [path for path in found if path.exists() and "__pycache__" not in path.parts]
