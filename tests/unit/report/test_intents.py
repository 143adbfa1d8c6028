"""The chapter on intents: which date it judges, and its sentences."""

import pytest
from marts_by_contract import fill

from customer360.report.sections.intents import section

pytestmark = pytest.mark.unit


def bins(measure, date, count, realised):
    return [
        {
            "measure": measure,
            "as_of_date": date,
            "bin_number": number,
            "customer_count": count,
            "expected_mean": number / 20,
            "realised_mean": realised,
        }
        for number in (1, 10)
    ]


def test_a_month_with_few_visits_yet_is_not_the_one_that_is_judged(build):
    for date, count in (("2026-01-01", 300), ("2026-02-01", 300), ("2026-03-01", 20)):
        rows = bins("session_order", date, count, 0.05)
        fill(build.connection, "marts.fct_model_calibration", rows)
    (panel,) = section(build).panels
    assert panel.title == "An order in the visit"
    assert panel.sentence == (
        "From 1 February 2026 on, 28% of 600 visits were expected to order; 5.0% did. "
        "1 of 2 groups came out as predicted, within chance."
    )


def test_where_every_date_has_few_the_last_one_is_judged(build):
    for date in ("2026-01-01", "2026-02-01"):
        rows = bins("purchase_7d", date, 20, 0.05)
        fill(build.connection, "marts.fct_model_calibration", rows)
    (panel,) = section(build).panels
    assert panel.sentence.startswith("As of 1 February 2026, 28% of 40 customers")
