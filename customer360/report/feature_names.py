"""Features in words: what their YAML says of them, and their values as meant."""

import functools
import re
from pathlib import Path

import yaml

from customer360.paths import ROOT
from customer360.report import words

_DAYS_BEFORE = re.compile(r",? (?:in the )?(\d+ days) before$")


@functools.cache
def _descriptions(root: Path) -> dict[str, str]:
    """Return the description of every column of every feature model."""
    found: dict[str, str] = {}
    for path in sorted((root / "models" / "features").glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for model in content.get("models") or []:
            for column in model.get("columns") or []:
                found[column["name"]] = column.get("description") or ""
    return found


def feature_name(feature: str, root: Path = ROOT) -> str:
    """Return a feature as a reader knows it: `Orders in 90 days`."""
    described = _descriptions(root).get(feature, "").split(". ")[0].rstrip(".")
    said = _DAYS_BEFORE.sub(r" in \1", described).replace(" in in ", " in ")
    return said or feature.replace("_", " ")


def feature_value(feature: str, value: float) -> str:
    """Return a value of a feature: shares as per cent, by their name."""
    is_share = "_share" in feature or feature.startswith(("is_", "has_"))
    return words.share(value) if is_share else words.short(value)
