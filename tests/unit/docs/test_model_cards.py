"""Model cards: as fresh as the code, true to what it and the guide say."""

import duckdb
import pytest
from marts_by_contract import fill, make_marts

from customer360.model_cards import FOLDER, cards, with_figures
from customer360.paths import ROOT

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
GUIDE = """# Models

| question | module | scores | baseline |
|---|---|---|---|
| Who wins? | `luck` | `scores.score_customer__luck` | a coin |

## Luck

**Method.** None.

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
        "fitted on `feat_customers`",
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


def test_figures_are_of_the_last_judged_date_and_an_empty_build_has_none():
    quality = {
        "model_name": "churn",
        "metric_name": "auc",
        "baseline_name": "recency",
        "baseline_value": 0.7,
    }
    with duckdb.connect() as build:
        build.execute("create schema identity; create schema marts")
        build.execute(
            "create table identity.as_of_dates as select date '2026-04-15' as_of_date"
        )
        make_marts(build, "marts", {})
        assert with_figures("card", "churn", build).count("Nothing yet.") == 5
        for date, value in (("2026-01-01", 0.81), ("2026-02-01", 0.82)):
            row = quality | {"as_of_date": date, "metric_value": value}
            fill(build, "marts.fct_model_evaluations", [row])
        card = with_figures("card", "churn", build)
    assert "# Figures of the build as of 2026-04-15" in card
    assert "| auc | 2026-02-01 | 0.82 | 0.7 | recency |" in card
    assert "0.81" not in card
