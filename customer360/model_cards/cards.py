"""A card of each model: what is known of it without a build."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from customer360.model_cards.models import (
    FEATURES,
    SCORES,
    Model,
    models,
    settings,
)
from customer360.pages import code, entries, markdown_table
from customer360.paths import ROOT

FOLDER = Path("docs") / "models"
MADE = (
    "Made by `python -m customer360.model_cards` from the code, its YAML and "
    "[models](../models.md), which says how it works and what it reached; change it "
    "there."
)
FIGURES = "## Figures"


def cards(root: Path = ROOT) -> dict[str, str]:
    """Return the card of each model by its module's name, with the figures it has.

    What a build told stays until another build tells it.
    """
    return {
        model.module: card(model) + _kept_figures(root / FOLDER, model.module)
        for model in models(root)
    }


def _kept_figures(folder: Path, module: str) -> str:
    path = folder / f"{module}.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    _, begun, figures = text.partition(f"\n{FIGURES}\n")
    return f"\n{FIGURES}\n{figures}" if begun else ""


def card(model: Model) -> str:
    """Return a model's card as Markdown."""
    sections = [
        f"# {model.title}\n\n{MADE}\n",
        *_asked(model),
        *_inputs(model),
        *_told("How it is fitted", model.method),
        *_code(model),
        *_settings(model),
        *_scores(model),
        *_expectations(model),
        *_told("Limits", model.limits),
    ]
    return "\n".join(sections)


@functools.cache
def _models_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of a folder's models by name."""
    return {each["name"]: each for each in entries(folder.glob("*.yml"), "models")}


def _told(title: str, text: str) -> Iterator[str]:
    if text:
        yield f"## {title}\n\n{text}\n"


def _asked(model: Model) -> Iterator[str]:
    if not model.question:
        yield "[Models](../models.md) has no chapter of it yet.\n"
        return
    anchor = model.title.lower().replace(" ", "-")
    yield f"**{model.question}**\n"
    yield (
        f"Compared with: {model.baseline}. Chapter: "
        f"[{model.title}](../models.md#{anchor}).\n"
    )
    yield from _told("Intended use", model.use)


def _inputs(model: Model) -> Iterator[str]:
    found = _models_of(model.root / FEATURES)
    yield "## Inputs\n"
    yield markdown_table(
        {
            "table": code(f"features.{name}"),
            "what it is": found.get(name, {}).get("description", ""),
        }
        for name in dict.fromkeys(model.inputs)
    )


def _code(model: Model) -> Iterator[str]:
    yield "## Code\n"
    files = ", ".join(code(path.name) for path in model.files)
    yield f"`customer360/ml/{model.module}`, called by {files}.\n"
    yield f"```\n{model.docstring}\n```\n"


def _settings(model: Model) -> Iterator[str]:
    said, found = settings(model)
    if not found:
        return
    yield f"## Settings\n\n{said}\n"
    yield markdown_table(
        {"setting": code(s.name), "type": code(s.kind), "default": code(s.default)}
        for s in found
    )


def _scores(model: Model) -> Iterator[str]:
    """Yield the table of what comes out, as its contract has it."""
    scores = _models_of(model.root / SCORES)[f"score_{model.stem}"]
    yield f"## Scores\n\n`scores.score_{model.stem}`. {scores['description']}\n"
    yield markdown_table(
        {
            "column": code(column["name"]),
            "type": column["data_type"],
            "what it is": column["description"],
        }
        for column in scores["columns"]
    )


def _expectations(model: Model) -> Iterator[str]:
    """Yield what a build expects of the scores before it may be published."""
    table = f'"scores.score_{model.stem}"'
    for path in sorted((model.root / "expectations").glob("scores_*.py")):
        text = path.read_text(encoding="utf-8")
        if table in text:
            said = (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]
            yield f"## Expected of every build\n\n`{path.stem}`. {said}\n"
