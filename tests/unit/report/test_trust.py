"""The chapter on trust: its figures from few rows, and its sentences."""

import pytest
from marts_by_contract import fill

from customer360.report.candidates import reason_in_words
from customer360.report.figures import trust
from customer360.report.sections.trust import section

pytestmark = pytest.mark.unit

JUDGED = {"model_name": "churn", "measure": "churn", "as_of_date": "2026-01-01"}


def put(build, table, *rows):
    for row in rows:
        fill(build.connection, f"marts.{table}", [row])


def decile(date, number, found, baseline):
    return {
        **JUDGED,
        "as_of_date": date,
        "decile": number,
        "customer_count": 10,
        "lift": found * 10,
        "cumulative_realised_share": found,
        "baseline_cumulative_realised_share": baseline,
    }


def group(name, gap, **given):
    return {
        **JUDGED,
        "group_kind": "channel",
        "group_name": name,
        "customer_count": 100,
        "auc": 0.8 - gap,
        "auc_gap": gap,
        "auc_error": 0.01,
        "baseline_auc": 0.7,
        "expected_mean": 0.4,
        "realised_mean": 0.4,
        "is_ranked_worse": False,
        "is_off_level": False,
        **given,
    }


def chosen(date, candidate, reason="it told later months best", *, wins=True):
    return {
        "model_name": "churn",
        "as_of_date": date,
        "candidate_name": candidate,
        "metric_name": "log_loss",
        "is_champion": wins,
        "reason": reason,
    }


def moved(name, index, *, has_moved=False, date="2026-04-01"):
    return {
        "as_of_date": date,
        "compared_date": "2026-03-01",
        "comparison": "month",
        "column_kind": "feature",
        "column_name": name,
        "stability_index": index,
        "mean": 2.0,
        "compared_mean": 1.0,
        "missing_share": 0.0,
        "compared_missing_share": 0.0,
        "has_moved": has_moved,
    }


def test_the_best_tenth_is_that_of_the_last_judged_date(build):
    put(
        build,
        "fct_model_deciles",
        decile("2025-12-01", 10, 0.9, 0.1),
        decile("2026-01-01", 10, 0.3, 0.2),
        decile("2026-01-01", 9, 0.5, 0.4),
    )
    found = trust.best_tenths(build)
    assert found[["lift", "found", "baseline_found"]].to_numpy().tolist() == [
        [3.0, 0.3, 0.2]
    ]
    assert found["customer_count"].tolist() == [20]


def test_a_choice_that_comes_back_is_a_stretch_of_its_own(build):
    put(
        build,
        "fct_model_champions",
        chosen("2026-01-01", "logistic"),
        chosen("2026-01-01", "boosting", wins=False),
        chosen("2026-02-01", "boosting", "it gained .01"),
        chosen("2026-03-01", "boosting", "it still gains"),
        chosen("2026-04-01", "logistic"),
    )
    found = trust.champions(build)
    assert found["candidate_name"].tolist() == ["logistic", "boosting", "logistic"]
    assert found["fit_count"].tolist() == [1, 2, 1]
    assert found["reason"].tolist()[1] == "it gained .01"
    (panel,) = section(build).panels
    assert "The choice changed 2 times" in panel.sentence
    assert "churn by logistic" in panel.sentence


def test_candidates_are_named_in_words_in_sentences_and_reasons(build):
    value = chosen("2026-01-01", "two_part", "two_part saves 5% of bgnbd's deviance")
    put(
        build,
        "fct_model_champions",
        value | {"model_name": "lifetime_value"},
        chosen("2026-01-01", "mean", "least of all, log loss .1 below that of bgnbd"),
    )
    (panel,) = section(build).panels
    assert "churn by regression and trees" in panel.sentence
    assert "lifetime value by two-part forecast" in panel.sentence
    reasons = [row[-1] for row in panel.table.rows]
    assert reasons == [
        "Least of all, log loss .1 below that of order rhythm",
        "Two-part forecast saves 5% of order rhythm's deviance",
    ]
    mean = "mean had -1.0% of deviance beside bgnbd; no mean is the mean-of-bgnbd"
    assert reason_in_words("lifetime_value", mean) == (
        "Mean of both had -1.0% of deviance beside order rhythm; "
        "no mean is the mean-of-bgnbd"
    )


def test_groups_beyond_the_limit_are_named_and_levels_that_are_off(build):
    put(
        build,
        "fct_model_subgroups",
        group("app", 0.01),
        group("phone", 0.3, is_ranked_worse=True),
        group("few", 0.5, customer_count=3),
        group("web", 0.0, is_off_level=True, expected_realised_ratio=0.5),
    )
    (panel,) = section(build).panels
    assert "worst of “channel: phone”: AUC 0.500, 30.0 points below" in panel.sentence
    assert "Beyond the limit: channel: phone." in panel.sentence
    assert "“channel: web”" in panel.sentence
    assert next(row[0] for row in panel.table.rows) == "channel: phone"
    assert len(panel.table.rows) == 3


def test_what_moved_is_that_of_the_latest_date(build):
    put(
        build,
        "fct_model_drift",
        moved("order_count_90d", 0.4, has_moved=True),
        moved("cart_count_90d", 0.1),
        moved("search_count_90d", 3.0, has_moved=True, date="2026-03-01"),
    )
    (panel,) = section(build).panels
    assert len(panel.table.rows) == 2
    assert "Since 1 March 2026, what moved beyond the limit: " in panel.sentence
    assert "earch" not in panel.sentence
