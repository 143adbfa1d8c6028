"""Model cards: as fresh as the code, true to what it and the guide say."""

import re
from xml.etree import ElementTree

import duckdb
import pytest
from marts_by_contract import fill, make_marts

from customer360.ml import (
    churn,
    lifetime_value,
    purchase_intent,
    sales_forecast,
    segments,
    session_intent,
)
from customer360.model_cards import FOLDER, cards, with_figures
from customer360.model_cards.figures import figures
from customer360.paths import ROOT
from customer360.report.build import Build

pytestmark = pytest.mark.unit

FIT = """
from customer360.ml import luck

def model(dbt, session):
    features = frames.read(dbt.ref("feat_customers"))
    scores = luck.score(features)
"""
LUCK = '''"""Luck: who wins.

    score(features) -> chance
"""
'''
SETTINGS = '''
class Settings:
    """What a user may turn."""

    seed: int = 0
    odds: float = 0.5
'''
SCORES = """
models:
  - name: score_customer__luck
    description: One row per customer.
    columns:
      - {name: luck_probability, data_type: double, description: Chance to win.}
"""
FEATURES = """
models:
  - name: feat_customers
    description: One row per customer and date.
"""
GUIDE = """# Models

| question | module | scores | baseline |
|---|---|---|---|
| Who wins? | `luck` | `scores.score_customer__luck` | a coin |

## Luck

**Question.** Who?

**Use.** For fun, see [decisions](../DECISIONS.md).

**Method.** Three steps, as [above](#luck):

1. none

**Null** never. **Limits.** Luck
runs out.

Nothing else.
"""


@pytest.fixture
def project(tmp_path):
    files = {
        "models/scores/fit_customer__luck.py": FIT,
        "models/scores/score_customer__luck.sql": "select 1",
        "models/scores/_scores__models.yml": SCORES,
        "models/features/_features__models.yml": FEATURES,
        "customer360/ml/luck/__init__.py": LUCK,
        "customer360/ml/luck/fitting.py": SETTINGS,
        "docs/models.md": GUIDE,
        "expectations/scores_luck.py": (
            '"""What leaves as luck."""\nTABLE = "scores.score_customer__luck"\n'
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_cards_in_docs_are_those_of_the_code():
    kept = {path.stem: path.read_text() for path in (ROOT / FOLDER).glob("*.md")}
    assert kept == cards(), "stale: run `python -m customer360.model_cards`"


def test_a_card_says_what_the_code_its_yaml_and_the_guide_say(project):
    (card,) = cards(project).values()
    for said in (
        "# Luck\n",
        "**Who wins?**",
        "Compared with: a coin.",
        "## Intended use\n\nFor fun, see [decisions](../../DECISIONS.md).\n",
        "| `features.feat_customers` | One row per customer and date. |",
        "Three steps, as [above](../models.md#luck):\n\n1. none\n",
        "score(features) -> chance",
        "| `odds` | `float` | `0.5` |",
        "| `luck_probability` | double | Chance to win. |",
        "`scores_luck`. What leaves as luck.",
        "## Limits\n\nLuck\nruns out.\n",
    ):
        assert said in card
    assert "Nothing else" not in card


def test_a_model_without_a_chapter_has_a_card_that_says_so(project):
    (project / "docs" / "models.md").write_text("# Models\n")
    (card,) = cards(project).values()
    assert "has no chapter of it yet" in card
    assert "Luck: who wins." in card
    assert "## Limits" not in card


def test_what_a_build_told_stays_until_another_tells_it(project):
    (card,) = cards(project).values()
    assert "## Figures" not in card
    (project / FOLDER).mkdir(parents=True)
    (project / FOLDER / "luck.md").write_text("stale\n\n## Figures\n\nAUC .5\n")
    (again,) = cards(project).values()
    assert again == f"{card}\n## Figures\n\nAUC .5\n"


@pytest.fixture
def build():
    with duckdb.connect() as connection:
        connection.execute("create schema identity; create schema marts")
        connection.execute(
            "create table identity.as_of_dates as select date '2026-04-15' as_of_date"
        )
        make_marts(connection, "marts", {})
        yield Build(connection)


def test_figures_are_of_the_last_judged_date_and_an_empty_build_has_none(build):
    quality = {
        "model_name": "churn",
        "metric_name": "auc",
        "baseline_name": "recency",
        "baseline_value": 0.7,
    }
    assert "".join(figures("churn", build.connection)).count("Nothing yet.") == 5
    for date, value in (("2026-01-01", 0.81), ("2026-02-01", 0.82)):
        row = quality | {"as_of_date": date, "metric_value": value}
        fill(build.connection, "marts.fct_model_evaluations", [row])
    told = "".join(figures("churn", build.connection))
    assert "| churn | auc | 2026-02-01 | 0.82 | 0.7 | recency |" in told
    assert "0.81" not in told


def test_a_card_with_figures_has_the_pictures_of_the_report_as_files(build):
    rows = [
        {
            "model_name": "session_intent",
            "measure": "session_order",
            "as_of_date": "2026-02-01",
            "bin_number": number,
            "customer_count": 50,
            "expected_mean": number / 10,
            "realised_mean": number / 11,
        }
        for number in (1, 5, 10)
    ]
    fill(build.connection, "marts.fct_model_calibration", rows)
    card = "# Luck\n\n## Figures\n\nof long ago"
    whole = with_figures(card, "session_intent", build, "of a shop")
    assert "As of 2026-04-15, of a shop. Written by" in whole.text
    assert "of long ago" not in whole.text
    ((name, svg),) = whole.pictures.items()
    assert f"({name})" in whole.text
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(--" not in svg


KEPT = sorted((ROOT / FOLDER).glob("*.md"))
METHODS = {
    "churn": {churn.METHOD},
    "lifetime_value": {lifetime_value.fitting.MODEL_NAME},
    "purchase_intent": {
        f"purchase_intent_{days}d-{purchase_intent.METHOD}" for days in (7, 30)
    },
    "sales_forecast": {sales_forecast.fitting.MODEL_NAME},
    "segments": {segments.fitting.MODEL_NAME},
    "session_intent": {session_intent.fitting.METHOD},
}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_card_has_figures_of_the_method_in_force_and_its_pictures(path):
    """Without a build: who changed a method runs the demo and writes figures anew."""
    _, _, told = path.read_text().partition("\n## Figures\n")
    assert "`c360 demo`" in told
    drawn = re.findall(r"\]\((pictures/[\w-]+\.svg)\)", told)
    assert drawn and all((path.parent / name).is_file() for name in drawn)
    methods = set(re.findall(r"\| ([\w-]+?-\d+)(?:-[\w-]+)?@", told))
    assert methods, "no version is named"
    assert methods <= METHODS[path.stem], "stale: see docs/models.md on cards"


def test_no_picture_is_left_of_a_card_that_is_gone():
    told = "".join(path.read_text() for path in KEPT)
    for picture in (ROOT / FOLDER / "pictures").iterdir():
        assert f"(pictures/{picture.name})" in told
