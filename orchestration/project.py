"""The dbt project as Dagster sees it, its manifest made when it is missing or old."""

import os
import sys
from functools import cached_property
from importlib import metadata
from pathlib import Path

from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from customer360.build.project import is_parsed
from customer360.paths import ROOT, landing_dir, warehouse_dir

PROJECT = DbtProject(project_dir=ROOT, profiles_dir=ROOT)


class Dbt(DbtCliResource):
    """This Python's dbt."""

    @cached_property
    def _cli_version(self) -> Version:
        """Return its version, not asked by `dbt --version`, which asks PyPI too."""
        return Version(metadata.version("dbt-core"))


def manifest_path(project: DbtProject = PROJECT) -> Path:
    """Return dbt's manifest; missing, or older than the project, it is made anew."""
    set_environment()
    if not is_parsed(project.manifest_path, project.project_dir):
        project.preparer.prepare(project)
    return project.manifest_path


def set_environment() -> None:
    """Give dbt, started from here, the folders as we see them and this Python's dbt."""
    os.environ["C360_LANDING"] = str(landing_dir())
    os.environ["C360_WAREHOUSE"] = str(warehouse_dir())
    warehouse_dir().mkdir(parents=True, exist_ok=True)
    programs = str(Path(sys.executable).parent)
    if os.environ["PATH"].split(os.pathsep)[0] != programs:
        os.environ["PATH"] = programs + os.pathsep + os.environ["PATH"]
