"""What the generated pages of docs/ are made of: YAML entries, Markdown tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml


def entries(files: Iterable[Path], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of one kind of sorted YAML files, in their order."""
    for path in sorted(files):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        yield from content.get(kind) or []


def meta_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Return `config.meta` of a model or column, empty where it has none."""
    meta: dict[str, Any] = (entry.get("config") or {}).get("meta") or {}
    return meta


def markdown_table(rows: Iterable[dict[str, str]]) -> str:
    """Return rows as a Markdown table; a column without any content is not shown."""
    kept = list(rows)
    names = [name for name in kept[0] if any(row[name] for row in kept)]
    lines = [names, ["---"] * len(names)]
    lines += [[row[name].replace("|", "\\|") for name in names] for row in kept]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def code(name: str) -> str:
    """Return a name as code."""
    return f"`{name}`"
