"""Calibration bins and deciles in SQL, beside slow pandas that says what they are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.unit

AMOUNTS = st.lists(
    st.tuples(st.floats(0, 1000), st.floats(0, 1000).map(lambda paid: round(paid, 2))),
    max_size=45,
)


def columns(pairs):
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


@settings(max_examples=15, deadline=None)
@given(pairs=AMOUNTS)
def test_bins_are_those_of_pandas(pairs, run, judged_frame):
    judged = judged_frame(*columns(pairs))
    found = run("model_calibration_bins", int_scores__tenths=judged)
    found = found.set_index("bin_number").sort_index()
    # sorted by what was expected and cut where tenths of the rows are full
    ordered = judged.sort_values("expected_value", kind="stable", ignore_index=True)
    tenths = 10 * ordered.index // max(len(ordered), 1) + 1
    slow = dict(iter(ordered.groupby(tenths)))
    assert found.index.tolist() == list(slow)
    for tenth, rows in slow.items():
        row = found.loc[tenth]
        assert row["customer_count"] == len(rows)
        # sums are of nine decimals
        means = rows[["expected_value", "realised_value"]].mean().to_numpy()
        found_means = row[["expected_mean", "realised_mean"]].to_numpy(float)
        assert found_means == pytest.approx(means, abs=1e-9)
        error = rows["realised_value"].std(ddof=0) / np.sqrt(len(rows))
        assert row["realised_mean_error"] == pytest.approx(error, abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(pairs=AMOUNTS)
def test_deciles_conserve_customers_and_what_came(pairs, run, judged_frame):
    judged = judged_frame(*columns(pairs))
    found = run("model_deciles", int_scores__tenths=judged)
    found = found.sort_values("decile", ascending=False, ignore_index=True)
    realised = judged["realised_value"]
    assert found["customer_count"].sum() == len(judged)
    assert found["realised_sum"].sum() == pytest.approx(realised.sum())
    if realised.sum() > 0:
        shares = found["realised_share"]
        assert found["cumulative_realised_share"].to_numpy() == pytest.approx(
            shares.cumsum().to_numpy()
        )
        lift = found["realised_mean"] / realised.mean()
        assert found["lift"].to_numpy() == pytest.approx(lift.to_numpy())
    else:
        assert found[["lift", "realised_share"]].isna().all(axis=None)


def test_a_score_that_knows_captures_all_and_its_reverse_nothing(run, judged_frame):
    happened = np.arange(100) >= 80
    judged = judged_frame(np.linspace(0, 1, 100), happened)
    found = run("model_deciles", int_scores__tenths=judged).set_index("decile")
    assert found.loc[9, "cumulative_realised_share"] == 1
    assert found.loc[10, "lift"] == 5
    assert found.loc[3, "baseline_cumulative_realised_share"] == 0


@pytest.mark.parametrize("name", ["model_calibration_bins", "model_deciles"])
def test_nobody_and_one_customer_give_a_table(name, run, judged_frame):
    assert run(name, int_scores__tenths=judged_frame([], [])).empty
    one = run(name, int_scores__tenths=judged_frame([0.5], [1]))
    assert one["realised_mean"].tolist() == [1]


def test_the_order_of_rows_changes_no_bit(run, judged_frame):
    random = np.random.default_rng(2)
    judged = judged_frame(random.random(5000), random.random(5000) * 1000)
    shuffled = judged.sample(frac=1, random_state=0)
    for name, key in (
        ("model_calibration_bins", "bin_number"),
        ("model_deciles", "decile"),
    ):
        one, other = (
            run(name, int_scores__tenths=rows).sort_values(key, ignore_index=True)
            for rows in (judged, shuffled)
        )
        pd.testing.assert_frame_equal(one, other, check_exact=True)
