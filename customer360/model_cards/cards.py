"""A card of each model: what is known of it without a build."""

import ast
from collections.abc import Iterator
from pathlib import Path

from customer360.model_cards.models import (
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
    "there. With `--warehouse W --out DIR` cards hold the figures of a build."
)


def cards(root: Path = ROOT) -> dict[str, str]:
    """Return the card of each model by its module's name."""
    return {model.module: card(model) for model in models(root)}


def card(model: Model) -> str:
    """Return a model's card as Markdown."""
    sections = [
        f"# {model.title}\n\n{MADE}\n",
        *_asked(model),
        *_code(model),
        *_settings(model),
        *_scores(model),
        *_expectations(model),
    ]
    if model.limits:
        sections.append(f"## Limits\n\n{model.limits}\n")
    return "\n".join(sections)


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


def _code(model: Model) -> Iterator[str]:
    yield "## Code\n"
    files = ", ".join(code(path.name) for path in model.files)
    inputs = ", ".join(code(name) for name in dict.fromkeys(model.inputs))
    yield f"`customer360/ml/{model.module}`, called by {files}; fitted on {inputs}.\n"
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
    files = (model.root / SCORES).glob("*.yml")
    found = {each["name"]: each for each in entries(files, "models")}
    scores = found[f"score_{model.stem}"]
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
