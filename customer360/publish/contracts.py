"""What the marts promise, by their dbt YAML: columns, types, what is personal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from customer360.publish.errors import PublishError

TREATMENTS = ("hashed", "plain", "drop")
SAFEST_TREATMENT = "hashed"


@dataclass(frozen=True)
class ColumnContract:
    """One column of a mart, as its YAML describes it."""

    data_type: str | None
    description: str
    is_personal: bool


@dataclass(frozen=True)
class MartContract:
    """One mart, as its YAML describes it."""

    description: str
    columns: Mapping[str, ColumnContract] = field(default_factory=dict)


def mart_contracts(models_dir: Path) -> dict[str, MartContract]:
    """Return the contract of every mart described under `models_dir`/marts.

    Raises PublishError when a YAML file cannot be read.
    """
    contracts: dict[str, MartContract] = {}
    for path in sorted((models_dir / "marts").rglob("*.y*ml")):
        for model in _read_yaml(path).get("models") or []:
            contracts[model["name"]] = _mart(model)
    return contracts


def personal_treatment(project_file: Path) -> str:
    """Return var publish_personal_columns of dbt_project.yml; unset, hashed.

    Raises PublishError when the file cannot be read.
    """
    project = _read_yaml(project_file)
    variables = project.get("vars") or {}
    own = variables.get(project.get("name")) or {}
    name = "publish_personal_columns"
    return str(own.get(name) or variables.get(name) or SAFEST_TREATMENT)


def check_treatment(treatment: str) -> str:
    """Return the treatment, or raise PublishError when there is no such one."""
    if treatment not in TREATMENTS:
        raise PublishError(
            f"publish_personal_columns is {treatment!r}; it may be "
            f"{', '.join(TREATMENTS)}. Set it in dbt_project.yml."
        )
    return treatment


def _mart(model: dict[str, Any]) -> MartContract:
    columns = {
        column["name"]: ColumnContract(
            data_type=column.get("data_type"),
            description=(column.get("description") or "").strip(),
            is_personal=bool(_meta(column).get("pii")),
        )
        for column in model.get("columns") or []
    }
    return MartContract((model.get("description") or "").strip(), columns)


def _meta(column: dict[str, Any]) -> dict[str, Any]:
    config = column.get("config") or {}
    return (column.get("meta") or {}) | (config.get("meta") or {})


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        return yaml.safe_load(path.read_text()) or {}
    except (OSError, yaml.YAMLError) as error:
        raise PublishError(f"{path} cannot be read: {error}") from error
