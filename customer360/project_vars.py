"""The vars of dbt_project.yml, for programs that say what a build was made with."""

import functools
from pathlib import Path
from typing import Any

import yaml

from customer360.paths import ROOT


@functools.cache
def project_vars(root: Path = ROOT) -> dict[str, Any]:
    """Return the vars by name; those given to the project itself stand above others."""
    project = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))
    variables = project.get("vars") or {}
    return variables | (variables.get(project["name"]) or {})
