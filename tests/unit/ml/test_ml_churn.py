"""Churn: who is scored, by what, and that nothing but the past is used."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import churn, classification, next_order, tables
from customer360.ml.evaluations import EVALUATION_COLUMNS

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]
Shop = Callable[[int, int], Frames]

# so small that a few dozen customers train the classifier
SMALL = churn.Settings(
    candidates=("mean", "svm"),
    linear_penalty=1.0,
    min_training_rows=50,
    min_positives=3,
    min_customers=10,
    tree_count=5,
    leaf_rows=5,
)


@pytest.fixture(scope="module")
def frames(shop: Shop) -> Frames:
    return shop(80, 12)


@pytest.fixture(scope="module")
def scores(frames: Frames) -> pd.DataFrame:
    return churn.score(*frames, SMALL)


def test_everybody_who_ordered_before_gets_a_probability(
    frames: Frames, scores: pd.DataFrame
) -> None:
    assert len(scores) == frames[0]["days_since_last_order"].notna().sum()
    assert scores["churn_probability"].between(0, 1).all()
    assert set(scores["churn_decile"]) == set(range(1, 11))


def test_a_classifier_takes_over_once_it_has_won_on_later_labels(
    scores: pd.DataFrame,
) -> None:
    models = scores["model_version"].str.split("-").str[2]
    by_date = models.groupby(scores["as_of_date"]).first()

    assert by_date.iloc[0] == "bgnbd"
    assert by_date.iloc[-1] in classification.CANDIDATES


def test_customers_who_went_silent_are_found(
    frames: Frames, scores: pd.DataFrame
) -> None:
    found = churn.evaluate(scores, *frames, SMALL)

    assert found.dtypes.astype(str).tolist() == list(EVALUATION_COLUMNS.values())
    by_classifier = ~found["model_version"].str.contains("bgnbd")
    auc = found.loc[by_classifier & (found["metric_name"] == "auc"), "metric_value"]
    assert len(auc) >= 2
    assert (auc > 0.85).all()
    assert not found.duplicated(["model_version", "as_of_date", "metric_name"]).any()


def test_rows_and_columns_in_any_order_give_the_same_bits(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = frames
    shuffled = features.sample(frac=1.0, random_state=7)[features.columns[::-1]]
    again = churn.score(shuffled, labels.iloc[::-1], SMALL)

    pd.testing.assert_frame_equal(scores, again, check_exact=True)


def test_a_date_is_scored_alike_whatever_comes_later(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = frames
    last = features["as_of_date"].max() - pd.DateOffset(months=2)
    early = churn.score(
        features[features["as_of_date"] <= last],
        labels[labels["label_date"] <= last],
        SMALL,
    )

    same = scores[scores["as_of_date"] <= last]
    pd.testing.assert_frame_equal(early, same, check_exact=True)


def test_labels_not_complete_at_the_fit_date_change_nothing(frames: Frames) -> None:
    features, labels = frames
    first = labels["as_of_date"].min()
    untold = labels.assign(order_count_next=1.0 - (labels["order_count_next"] > 0))
    ours, other = (churn.score(features, each, SMALL) for each in (labels, untold))

    known = first + pd.Timedelta(days=89)
    ours, other = (scored[scored["as_of_date"] <= known] for scored in (ours, other))
    pd.testing.assert_frame_equal(ours, other)


def test_the_decile_follows_the_probability_then_recency_then_the_id() -> None:
    rows = pd.DataFrame(
        {
            "customer_id": list("abcdefghij"),
            "as_of_date": pd.Timestamp("2024-01-01"),
            "churn_probability": [0.9, 0.1, *[0.5] * 8],
            "days_since_last_order": [1, 9, 8, 1, 1, 2, 3, 4, 5, 6],
        }
    )
    deciles = next_order.deciles(rows, "churn_probability", True).reindex(rows.index)

    assert deciles.tolist() == [10, 1, 9, 2, 3, 4, 5, 6, 7, 8]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_higher_probability_never_has_a_lower_decile(values: list[float]) -> None:
    rows = pd.DataFrame(
        {
            "customer_id": [f"c{place:02d}" for place in range(len(values))],
            "as_of_date": pd.Timestamp("2024-01-01"),
            "churn_probability": values,
            "days_since_last_order": 1.0,
        }
    )
    ranked = rows.assign(decile=next_order.deciles(rows, "churn_probability", True))
    ranked = ranked.sort_values("churn_probability")

    assert ranked.groupby("churn_probability")["decile"].min().is_monotonic_increasing
    assert ranked["decile"].between(1, 10).all()


def test_no_rows_give_typed_and_empty_frames(frames: Frames) -> None:
    features, labels = frames[0].iloc[:0], frames[1].iloc[:0]
    scores = churn.score(features, labels)

    dtypes = scores.dtypes.astype(str).to_dict()
    assert {name: dtypes[name] for name in churn.SCORE_COLUMNS} == churn.SCORE_COLUMNS
    found = churn.evaluate(scores, features, labels)
    assert found.dtypes.astype(str).to_dict() == EVALUATION_COLUMNS


def test_one_customer_without_labels_gets_nulls(shop: Shop) -> None:
    features, labels = shop(1, 1)
    scores = churn.score(features, labels.reindex(columns=_label_columns()))

    assert len(scores) == 1
    assert (
        scores[["churn_probability", "churn_decile", "model_version"]]
        .isna()
        .all(axis=None)
    )
    assert churn.evaluate(scores, features, scores.reindex(columns=_label_columns()))[
        "metric_name"
    ].empty


def test_a_handful_of_customers_get_the_share_of_known_labels(shop: Shop) -> None:
    features, labels = shop(3, 6)
    last = churn.score(features, labels)
    last = last[last["as_of_date"] == last["as_of_date"].max()]

    assert last["model_version"].str.startswith("churn-3-base-rate").all()
    assert last["churn_probability"].nunique() == 1
    assert last["reason_1"].isna().all()


def test_one_outcome_only_is_no_error(frames: Frames) -> None:
    features, labels = frames
    for count in (0.0, 3.0):
        same = labels.assign(order_count_next=count)
        scores = churn.score(features, same, SMALL)
        assert scores["churn_probability"].notna().all()
        found = churn.evaluate(scores, features, same, SMALL)
        assert found.loc[found["metric_name"] == "auc", "metric_value"].isna().all()


def test_features_all_alike_are_no_error(frames: Frames) -> None:
    features, labels = frames
    alike = features.copy()
    for column in tables.feature_columns(features):
        alike[column] = 1
    scores = churn.score(alike, labels, SMALL)

    assert scores.groupby("as_of_date")["churn_probability"].nunique().max() == 1


def test_a_feature_whose_source_is_absent_changes_nothing(frames: Frames) -> None:
    features, labels = frames
    absent = features.assign(top_category_share_365d=np.nan, visit_count_90d=np.nan)
    known = features.drop(columns="top_category_share_365d", errors="ignore")

    with_absent = churn.score(absent, labels, SMALL)

    pd.testing.assert_frame_equal(with_absent, churn.score(known, labels, SMALL))
    assert (
        with_absent["model_version"]
        .str.contains("-(?:mean|svm|logistic|boosting)")
        .any()
    )


def test_other_settings_carry_another_version(frames: Frames) -> None:
    features, labels = (frame[frame["as_of_date"] < "2024-04-01"] for frame in frames)
    default = churn.score(features, labels)["model_version"]
    other = replace(churn.Settings(), seed=1)
    changed = churn.score(features, labels, other)["model_version"]

    assert default.dropna().unique().tolist() == ["churn-3-bgnbd@2024-03-01"]
    assert not set(changed.dropna()) & set(default)


def _label_columns() -> list[str]:
    return [*tables.KEYS, *tables.LABEL_COLUMNS]
