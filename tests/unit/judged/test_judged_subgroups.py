"""Quality by group in SQL: the same as scikit-learn's, with ties and without luck."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score

pytestmark = pytest.mark.unit

# few different scores, so that there are ties
PEOPLE = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.sampled_from(["web", "app"])),
    min_size=1,
    max_size=40,
)
MODELS = (
    "int_scores__last_judged",
    "int_scores__grouped",
    "int_scores__subgroup_sums",
    "model_subgroups",
)


def subgroups(run, judged, groups):
    found = run(*MODELS, int_scores__judged=judged, int_scores__customer_groups=groups)
    return found.set_index(["group_kind", "group_name"])


def auc(happened, score):
    return roc_auc_score(happened, score) if happened.nunique() == 2 else np.nan


@settings(max_examples=15, deadline=None)
@given(people=PEOPLE)
def test_the_area_under_the_curve_is_scikit_learns(
    people, run, judged_frame, groups_frame
):
    score, happened, channel = zip(*people, strict=True)
    judged = judged_frame(np.array(score) / 6, happened)
    found = subgroups(run, judged, groups_frame(judged, channel))
    judged["channel"] = channel
    for name, rows in (("all", judged), *judged.groupby("channel")):
        row = found.loc[("all" if name == "all" else "channel", name)]
        expected = auc(rows["realised_value"], rows["expected_value"])
        assert row["auc"] == pytest.approx(expected, nan_ok=True)
        assert row["baseline_auc"] == pytest.approx(1 - expected, nan_ok=True)
        assert row["brier"] == pytest.approx(
            brier_score_loss(rows["realised_value"], rows["expected_value"])
        )
        assert row["customer_count"] == len(rows)


def test_the_error_of_the_area_is_what_samples_spread_by(
    run, judged_frame, groups_frame
):
    """Hanley and McNeil's error, beside the spread of 400 samples' areas."""
    random = np.random.default_rng(0)
    happened = np.arange(200) < 80

    def drawn():
        return random.normal(size=200) + happened

    areas = [roc_auc_score(happened, drawn()) for _ in range(400)]
    judged = judged_frame(drawn(), happened)
    row = subgroups(run, judged, groups_frame(judged, "web")).loc[("all", "all")]
    assert row["auc_error"] == pytest.approx(np.std(areas), rel=0.15)


def test_dice_in_one_group_are_an_alarm_and_in_all_of_them_none(
    run, judged_frame, groups_frame
):
    random = np.random.default_rng(0)
    happened = random.random(2000) < 0.5
    channel = np.where(random.random(2000) < 0.3, "web", "app")
    dice = random.random(2000)
    good = np.where(happened, 0.7, 0.3) + random.normal(size=2000) / 10
    for score, worse in ((np.where(channel == "web", dice, good), ["web"]), (dice, [])):
        judged = judged_frame(score, happened)
        found = subgroups(run, judged, groups_frame(judged, channel)).reset_index()
        assert found.loc[found["is_ranked_worse"], "group_name"].tolist() == worse


def test_a_level_that_is_off_by_chance_is_none(run, judged_frame, groups_frame):
    few = judged_frame(np.full(100, 0.04), np.arange(100) < 2)
    many = judged_frame(np.full(4000, 0.04), np.arange(4000) < 80)
    for judged, is_off in ((few, False), (many, True)):
        found = subgroups(run, judged, groups_frame(judged, "web"))
        assert found["expected_realised_ratio"].eq(2).all()
        assert found["is_off_level"].eq(is_off).all()


@pytest.mark.parametrize("happened", [[], [True], [False], [True] * 3, [False] * 3])
def test_nobody_one_customer_and_one_class_give_a_table(
    happened, run, judged_frame, groups_frame
):
    judged = judged_frame([0.5] * len(happened), happened)
    found = subgroups(run, judged, groups_frame(judged, "web"))
    assert len(found) == (9 if happened else 0)
    assert found["auc"].isna().all()
    assert not found[["is_ranked_worse", "is_off_level"]].to_numpy(bool).any()


def test_the_order_of_rows_changes_no_bit(run, judged_frame, groups_frame):
    random = np.random.default_rng(1)
    judged = judged_frame(random.random(500), random.random(500) < 0.4)
    groups = groups_frame(judged, random.choice(["web", "app"], 500))
    shuffled = judged.sample(frac=1, random_state=0)
    one, other = (subgroups(run, rows, groups) for rows in (judged, shuffled))
    pd.testing.assert_frame_equal(
        one.sort_index(), other.sort_index(), check_exact=True
    )
