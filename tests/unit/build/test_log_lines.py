"""What Dagster and dbt print is read as what happened."""

import pytest

from customer360.build.log_lines import Node, Step, event

pytestmark = pytest.mark.unit

DAGSTER = "2026-11-22 22:13:42 +0000 - dagster - DEBUG - build - bbf01c34 - 20960 - "


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            f'{DAGSTER}dbt_build - STEP_START - Started execution of step "dbt_build".',
            Step("dbt_build", "START"),
        ),
        (
            f"{DAGSTER}published - STEP_SUCCESS - Finished execution in 1s.",
            Step("published", "SUCCESS"),
        ),
        (
            f"{DAGSTER}expectations - STEP_FAILURE - Execution of step failed.",
            Step("expectations", "FAILURE"),
        ),
        (
            "3 of 199 START sql table model staging.stg_pos__stores ......... [RUN]",
            Node("staging.stg_pos__stores", "START", 199),
        ),
        (
            "2 of 199 OK created sql table model marts.dim_stores ... "
            "[\x1b[32mOK\x1b[0m in 0.01s]",
            Node("marts.dim_stores", "OK", 199),
        ),
        (
            "9 of 199 FAIL 3 not_null_dim_stores_store_id ... [\x1b[31mFAIL 3\x1b[0m",
            Node("not_null_dim_stores_store_id", "FAIL", 199),
        ),
        (
            "9 of 199 SKIP relation marts.dim_stores ........ [SKIP]",
            Node("marts.dim_stores", "SKIP", 199),
        ),
        ("1 of 5 OK hook: customer360.on-run-start.0 ........ [OK in 0.02s]", None),
        ("Found 102 models, 195 data tests", None),
        ("", None),
    ],
)
def test_a_line_is_read_as_what_happened(line, expected):
    assert event(line) == expected


def test_a_node_that_started_has_not_ended():
    assert not Node("a", "START", 9).has_ended
    assert Node("a", "SKIP", 9).has_ended
