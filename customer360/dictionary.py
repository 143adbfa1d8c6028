"""The data dictionary: the YAML of marts, landing contracts and seeds as one page.

`python -m customer360.dictionary` writes docs/dictionary.md.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from customer360.pages import code, entries, markdown_table, meta_of
from customer360.paths import ROOT

PAGE = Path("docs") / "dictionary.md"

INTRODUCTION = """\
# Data dictionary

What the published tables hold, what each landed record must carry, and the look-ups
in between. Made by `python -m customer360.dictionary` from the YAML beside the models
and seeds; change it there.

- [Marts](#marts): what BI tools read
- [Landing contracts](#landing-contracts): what is landed
- [Seeds](#seeds): rules and look-ups, yours to edit
"""
LANDING = """\
## Landing contracts

Times are UTC. Where a record is an *event*, the copy known first counts; where it is a
*state*, every distinct version does. See [landing](landing.md).
"""


def dictionary(root: Path = ROOT) -> str:
    """Return the page for the project at `root`, in the order of its YAML."""
    sections = [INTRODUCTION, "## Marts\n", *_marts(root)]
    sections += [LANDING, *_contracts(root), "## Seeds\n", *_seeds(root)]
    return "\n".join(sections)


def _marts(root: Path) -> Iterator[str]:
    """Yield each mart by folder, with the exposures that read it."""
    readers = _readers(root)
    for folder in sorted((root / "models" / "marts").iterdir()):
        for model in entries(folder.glob("*.yml"), "models"):
            yield f"### {model['name']}\n\n{model['description']}"
            yield f"In models/marts/{folder.name}."
            if model["name"] in readers:
                yield f"Read by: {', '.join(readers[model['name']])}."
            yield from _together(model)
            yield markdown_table(_columns(model, "type", "personal", "tests"))


def _readers(root: Path) -> dict[str, list[str]]:
    """Return the labels of the exposures of each model."""
    readers: dict[str, list[str]] = {}
    files = (root / "models" / "marts").rglob("*.yml")
    for exposure in entries(files, "exposures"):
        for reference in exposure["depends_on"]:
            readers.setdefault(_referred(reference), []).append(exposure["label"])
    return readers


def _contracts(root: Path) -> Iterator[str]:
    """Yield the landing contract of each entity, by system."""
    files = (root / "models" / "staging").glob("*/_*__sources.yml")
    for source in entries(files, "sources"):
        for table in source["tables"]:
            yield f"### {source['name']}/{table['name']}\n\n{table['description']}"
            yield _clocks(table["config"]["meta"])
            yield markdown_table(
                _columns(table, "type", "required", "personal", "identifier")
            )


def _clocks(meta: dict[str, Any]) -> str:
    """Return kind, key and times of a contract as a sentence."""
    said = [f"Kind: {meta['kind']}", f"key: `{meta['key']}`"]
    if "event_at" in meta:
        said.append("happened at: " + ", else ".join(map(code, meta["event_at"])))
    if "first_known_at" in meta:
        said.append(f"first known at: {code(meta['first_known_at'])}")
    if "known_with" in meta:
        said.append(f"known with its header in {meta['known_with']['entity']}")
    if "known_since" in meta:
        said.append(f"known since {meta['known_since']}")
    return "; ".join(said) + ".\n"


def _seeds(root: Path) -> Iterator[str]:
    """Yield each seed."""
    for seed in entries((root / "seeds").glob("*.yml"), "seeds"):
        yield f"### seeds/{seed['name']}\n\n{seed['description']}"
        yield from _together(seed)
        yield markdown_table(_columns(seed, "type", "tests"))


def _together(model: dict[str, Any]) -> Iterator[str]:
    """Yield what is tested of several columns at once, then a blank line."""
    for test in model.get("data_tests", []):
        yield f"Tested: {_said(test)}."
    yield ""


def _columns(entry: dict[str, Any], *facts: str) -> Iterator[dict[str, str]]:
    """Yield what the page says of each column: its name, the facts, a description."""
    types = (entry.get("config") or {}).get("column_types") or {}
    for column in entry["columns"]:
        meta = meta_of(column)
        said = {
            "type": column.get("data_type") or types.get(column["name"], ""),
            "required": "yes" if meta.get("required") else "",
            "personal": "yes" if meta.get("pii") else "",
            "identifier": meta.get("identifier", ""),
            "tests": ", ".join(_said(test) for test in column.get("data_tests", [])),
        }
        yield {
            "column": code(column["name"]),
            **{fact: said[fact] for fact in facts},
            "description": _described(column, meta),
        }


def _described(column: dict[str, Any], meta: dict[str, Any]) -> str:
    """Return the description, with the values that are accepted or make sense."""
    described = str(column.get("description", ""))
    if meta.get("accepted_values"):
        described += f" One of: {', '.join(map(str, meta['accepted_values']))}."
    least, most = meta.get("between", (None, None))
    bounds = [f"from {least}"] if least is not None else []
    bounds += [f"to {most}"] if most is not None else []
    return f"{described} Usually {' '.join(bounds)}." if bounds else described


def _said(test: str | dict[str, Any]) -> str:
    """Return a data test in words, as short as the table needs."""
    if isinstance(test, str):
        return test.replace("_", " ")
    [(name, given)] = test.items()
    arguments = given.get("arguments", {})
    if name == "relationships":
        return f"in {_referred(arguments['to'])}"
    if name == "unique_combination":
        return f"unique by {', '.join(map(code, arguments['columns']))}"
    return str(name).replace("_", " ")


def _referred(reference: str) -> str:
    """Return the name inside `ref('name')`."""
    return re.sub(r"^ref\(['\"](.+)['\"]\)$", r"\1", reference)


def main() -> None:
    """Write the page."""
    (ROOT / PAGE).write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
