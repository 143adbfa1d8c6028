"""The page of features: true to SQL and YAML, and as fresh."""

import pytest

from customer360.feature_docs import (
    PAGE,
    Feature,
    FeatureDocsError,
    feature_page,
    features_of,
)
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

SQL = """
customer_features as (

    select
        customers_as_of.customer_id,
        customers_as_of.as_of_date,
        coalesce(visits.visit_count_90d, 0) as visit_count_90d,
        visits.days_since_last_visit,
        coalesce(person.is_known, false) as is_known
    from customers_as_of
"""
YAML = """
models:
  - name: feat_customers__visits
    description: "One row per customer and as-of date: when they came."
    config: {meta: {sources: [door/visits]}}
  - name: feat_customers__person
    description: "One row per customer and as-of date: who they are."
    config: {meta: {sources: [door/guests]}}
  - name: feat_customers
    columns:
      - {name: customer_id, description: Customer.}
      - {name: as_of_date, description: Date.}
      - name: visit_count_90d
        description: Visits.
        config: {meta: {unit: count}}
      - name: days_since_last_visit
        description: Days from the last visit.
        config: {meta: {unit: days, window: ever, null_when: no visit ever}}
      - name: is_known
        description: Whether they said a name.
        config: {meta: {unit: yes or no, window: as of the date}}
"""


@pytest.fixture
def project(tmp_path):
    """Return a function that writes a project and returns its page as lines."""

    def made(sql=SQL, yaml=YAML):
        folder = tmp_path / "models" / "features"
        folder.mkdir(parents=True)
        (folder / "feat_customers.sql").write_text(sql)
        (folder / "_features__models.yml").write_text(yaml)
        return feature_page(tmp_path).splitlines()

    return made


def test_the_page_in_docs_is_the_one_the_models_make():
    kept = (ROOT / PAGE).read_text(encoding="utf-8")
    assert kept == feature_page(), "stale: run `python -m customer360.feature_docs`"


def test_a_feature_shows_its_unit_its_window_and_what_it_is_of_nothing(project):
    page = project()
    assert "## Visits" in page
    assert "From door/visits." in page
    assert "| `visit_count_90d` | Visits. | count | 90 days | 0 |" in page
    assert (
        "| `days_since_last_visit` | Days from the last visit. | days | ever "
        "| null: no visit ever |"
    ) in page
    assert page[-1].startswith("| `is_known` |")
    assert page[-1].endswith("| as of the date | no |")


def test_keys_are_no_features_and_a_default_is_what_null_becomes():
    assert features_of(SQL) == [
        Feature("visit_count_90d", "visits", "0"),
        Feature("days_since_last_visit", "visits", None),
        Feature("is_known", "person", "false"),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("unit: count", "of: count", "visit_count_90d: say config.meta.unit"),
        ("window: ever, ", "", "days_since_last_visit: say config.meta.window"),
        (", null_when: no visit ever", "", "say config.meta.null_when"),
        ("unit: count", "unit: count, null_when: no visit", "never null"),
        ("name: is_known", "name: is_not_known", "is_known"),
        ("sources: [door/visits]", "topic: door", "say config.meta.sources"),
        ("feat_customers__visits", "feat_customers__door", "no model"),
    ],
)
def test_what_a_description_leaves_out_is_asked_for(project, was, becomes, said):
    with pytest.raises(FeatureDocsError, match=said):
        project(yaml=YAML.replace(was, becomes))


def test_every_source_of_a_topic_is_an_entity_that_can_land():
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    entities = {
        path.stem.removeprefix("stg_").replace("__", "/")
        for path in (ROOT / "models" / "staging").rglob("stg_*.sql")
    }
    lines = [line for line in page.splitlines() if line.startswith("From ")]
    named = {name for line in lines for name in line[5:-1].split(", ")}
    assert named
    assert named <= entities
