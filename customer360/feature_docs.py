"""The page of features: one table a topic, from models/features.

`python -m customer360.feature_docs` writes docs/features.md. What a feature is stands
in the YAML; its topic, and what it is where nothing happened, in feat_customers.sql.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from customer360.errors import C360Error
from customer360.pages import code, entries, markdown_table, meta_of
from customer360.paths import ROOT

PAGE = Path("docs") / "features.md"
FOLDER = Path("models") / "features"
WIDE = "feat_customers"

INTRODUCTION = """\
# Features

What is known of each customer at each as-of date T, for models and analyses:
{count} columns of `features.feat_customers`, by topic. Made by
`python -m customer360.feature_docs` from `models/features/_features__models.yml`;
change it there. [A recipe](../CONTRIBUTING.md#add-a-feature) adds one.

- **Known at T** is what was known before midnight of T, in the business's time zone:
  records, versions of records, and whose they were. What happened on T or later never
  counts, even where a clock that is ahead made it known before.
- **A window** ends at T and leaves T out: `_90d` are the 90 days up to the day before.
- **Of nothing**, counts and sums are 0; averages, shares and days since are null.
- **Numbers** are rounded to 6 decimals; sums before that are exact.
"""

# `coalesce(orders.order_count_30d, 0) as order_count_30d,`, `orders.order_gap_days_std`
FEATURE = re.compile(
    r"^ {8}(?:coalesce\()?(?P<topic>\w+)\.(?P<name>\w+)"
    r"(?:, (?P<default>\w+)\) as (?P=name))?,?$",
    re.MULTILINE,
)
KEYS = ("customer_id", "as_of_date")
WINDOW = re.compile(r"_(\d+)d$")
DEFAULTS = {"0": "0", "false": "no"}


class FeatureDocsError(C360Error):
    """A feature is made and not described, or described otherwise than it is made."""


@dataclass(frozen=True)
class Feature:
    """A column of feat_customers: its topic, and what it is of nothing, unless null."""

    name: str
    topic: str
    default: str | None


def feature_page(root: Path = ROOT) -> str:
    """Return the page for the project at `root`, topics in the order of the columns.

    Raises FeatureDocsError where SQL and YAML name other features, or where a
    description leaves out its unit, its window or when it is null.
    """
    models = {model["name"]: model for model in entries([_yaml(root)], "models")}
    described = {column["name"]: column for column in models[WIDE]["columns"]}
    features = features_of((root / FOLDER / f"{WIDE}.sql").read_text(encoding="utf-8"))
    _check_names([feature.name for feature in features], list(described))
    sections = [INTRODUCTION.format(count=len(features))]
    for topic in dict.fromkeys(feature.topic for feature in features):
        model = models.get(f"{WIDE}__{topic}")
        if model is None:
            raise FeatureDocsError(f"{_yaml(root)} has no model {WIDE}__{topic}.")
        sections += _heading(topic, model)
        rows = (_row(f, described[f.name]) for f in features if f.topic == topic)
        sections.append(markdown_table(rows))
    return "\n".join(sections)


def features_of(sql: str) -> list[Feature]:
    """Return the features that feat_customers.sql selects, in its order."""
    found = [
        Feature(m["name"], m["topic"], m["default"]) for m in FEATURE.finditer(sql)
    ]
    return [feature for feature in found if feature.name not in KEYS]


def _check_names(made: list[str], described: list[str]) -> None:
    described = [name for name in described if name not in KEYS]
    if made != described:
        odd = sorted(set(made) ^ set(described)) or "their order"
        raise FeatureDocsError(
            f"{WIDE}.sql and its YAML differ in {odd}: name each feature once in both, "
            "in one order."
        )


def _heading(topic: str, model: dict[str, Any]) -> Iterator[str]:
    yield f"## {topic.replace('_', ' ').capitalize()}\n"
    what = model["description"].partition(": ")[2]
    sources = meta_of(model).get("sources")
    if not sources:
        raise FeatureDocsError(f"{model['name']}: say config.meta.sources in its YAML.")
    yield f"{what[:1].upper()}{what[1:]}\nFrom {', '.join(sources)}.\n"


def _row(feature: Feature, column: dict[str, Any]) -> dict[str, str]:
    return {
        "feature": code(feature.name),
        "what it is": column["description"],
        "unit": _said(feature, column, "unit"),
        "window": _window(feature, column),
        "of nothing": _of_nothing(feature, column),
    }


def _window(feature: Feature, column: dict[str, Any]) -> str:
    days = WINDOW.search(feature.name)
    return f"{days.group(1)} days" if days else _said(feature, column, "window")


def _of_nothing(feature: Feature, column: dict[str, Any]) -> str:
    if feature.default is None:
        return f"null: {_said(feature, column, 'null_when')}"
    if "null_when" in meta_of(column):
        raise FeatureDocsError(f"{feature.name} is never null, but says null_when.")
    return DEFAULTS[feature.default]


def _said(feature: Feature, column: dict[str, Any], fact: str) -> str:
    meta = meta_of(column)
    if fact not in meta:
        raise FeatureDocsError(f"{feature.name}: say config.meta.{fact} in its YAML.")
    return str(meta[fact])


def _yaml(root: Path) -> Path:
    return root / FOLDER / "_features__models.yml"


def main() -> None:
    """Write the page."""
    (ROOT / PAGE).write_text(feature_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
