"""The data dictionary: true to the YAML, and as fresh."""

import pytest

from customer360.dictionary import PAGE, dictionary
from customer360.paths import ROOT

pytestmark = pytest.mark.unit

MART = """
models:
  - name: fct_visits
    description: One row per visit.
    data_tests:
      - unique_combination:
          arguments: {columns: [visit_id, visited_at]}
    columns:
      - name: visit_id
        data_type: string
        description: Key, a|b.
        data_tests: [unique, not_null]
      - name: email
        data_type: string
        config: {meta: {pii: true}}
      - name: customer_id
        data_type: string
        data_tests:
          - relationships:
              arguments: {to: ref('dim_customers'), field: customer_id}
"""
EXPOSURE = """
exposures:
  - {name: board, label: Visit board, depends_on: [ref('fct_visits')]}
"""
CONTRACT = """
sources:
  - name: door
    tables:
      - name: visits
        description: One row per visit.
        config: {meta: {kind: event, key: visit_id, event_at: [left_at, entered_at]}}
        columns:
          - {name: visit_id, data_type: string, config: {meta: {required: true}}}
          - name: way
            data_type: string
            description: Way in.
            config: {meta: {accepted_values: [front, back]}}
"""
SEED = """
seeds:
  - name: doors
    description: One row per door.
    config: {column_types: {door_id: varchar}}
    columns:
      - {name: door_id}
"""


@pytest.fixture
def page(tmp_path):
    files = {
        "models/marts/core/_core__models.yml": MART,
        "models/marts/core/_core__exposures.yml": EXPOSURE,
        "models/staging/door/_door__sources.yml": CONTRACT,
        "seeds/_seeds.yml": SEED,
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return dictionary(tmp_path).splitlines()


def test_the_page_in_docs_is_the_one_the_yaml_makes():
    kept = (ROOT / PAGE).read_text(encoding="utf-8")
    assert kept == dictionary(), "stale: run `python -m customer360.dictionary`"


def test_a_mart_shows_its_grain_its_readers_its_columns_and_what_is_tested(page):
    assert "One row per visit." in page
    assert "Read by: Visit board." in page
    assert "Tested: unique by `visit_id`, `visited_at`." in page
    assert "| column | type | personal | tests | description |" in page
    assert "| `visit_id` | string |  | unique, not null | Key, a\\|b. |" in page
    assert "| `email` | string | yes |  |  |" in page
    assert "| `customer_id` | string |  | in dim_customers |  |" in page


def test_a_contract_shows_its_clocks_and_leaves_out_what_no_column_has(page):
    assert (
        "Kind: event; key: `visit_id`; happened at: `left_at`, else `entered_at`."
        in (page)
    )
    assert "| column | type | required | description |" in page
    assert "| `way` | string |  | Way in. One of: front, back. |" in page


def test_a_seed_shows_its_types(page):
    assert "### seeds/doors" in page
    assert "| `door_id` | varchar |" in page
