"""Segments: numbers that last, names that fit, and who is told apart."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.ml import segments, tables
from customer360.ml.evaluations import EVALUATION_COLUMNS
from customer360.ml.segments import clusters, fitting

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]
Shop = Callable[[int, int], Frames]

TWO = segments.Settings(segment_count=2)


def _customers(date: str, spends: list[float]) -> pd.DataFrame:
    spend = np.array(spends)
    return pd.DataFrame(
        {
            "customer_id": [f"c{place}" for place in range(len(spends))],
            "as_of_date": pd.Timestamp(date),
            "days_since_last_order": np.where(spend > 50, 3.0, 200.0),
            "order_count_90d": spend / 10,
            "order_amount_sum_90d": spend,
            "order_amount_sum_365d": spend * 4,
        }
    )


@pytest.fixture(scope="module")
def frames(shop: Shop) -> Frames:
    return shop(45, 12)


def test_the_first_fit_numbers_segments_by_value_and_names_them() -> None:
    scores = segments.score(_customers("2024-01-01", [100, 110, 1, 2]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2]
    assert scores["segment_name"].tolist() == ["champions"] * 2 + ["lapsed"] * 2
    assert set(scores["model_version"].str[-10:]) == {"2024-01-01"}


def test_a_later_fit_keeps_the_number_of_the_segment_it_continues() -> None:
    # those who spent most in January spend least in sum by February, but buy on
    january = _customers("2024-01-01", [100, 110, 1, 2])
    february = _customers("2024-02-01", [90, 95, 10, 20])
    february["order_amount_sum_365d"] = [300.0, 300.0, 310.0, 310.0]
    scores = segments.score(pd.concat([february, january]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2] * 2
    names = scores["segment_name"].tolist()
    assert names[:4] == ["champions", "champions", "lapsed", "lapsed"]


def test_a_date_between_month_starts_uses_the_last_fit() -> None:
    january = _customers("2024-01-01", [100, 110, 1, 2])
    later = _customers("2024-01-20", [100, 110, 105, 2])
    scores = segments.score(pd.concat([january, later]), TWO)

    assert scores["model_version"].nunique() == 1
    assert scores["segment_number"].tolist()[4:] == [1, 1, 1, 2]


def test_rows_in_any_order_give_the_same_segments(frames: Frames) -> None:
    features = frames[0]
    shuffled = features.sample(frac=1.0, random_state=5)[features.columns[::-1]]

    pd.testing.assert_frame_equal(segments.score(features), segments.score(shuffled))


def test_a_date_is_segmented_alike_whatever_comes_later(frames: Frames) -> None:
    features = frames[0]
    last = features["as_of_date"].max() - pd.DateOffset(months=2)
    early = segments.score(features[features["as_of_date"] <= last])
    every = segments.score(features)

    pd.testing.assert_frame_equal(early, every[every["as_of_date"] <= last])


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 8), st.integers(0, 100))
def test_every_segment_has_a_name_of_its_own(count: int, seed: int) -> None:
    profile = np.random.default_rng(seed).random((count, len(clusters.INPUTS)))
    names = fitting.names(profile)

    assert sorted(names) == sorted(fitting.NAMES[:count])


def test_fewer_distinct_customers_than_segments_are_as_many_segments() -> None:
    alike = _customers("2024-01-01", [100.0] * 4)
    scores = segments.score(alike)
    assert scores["segment_number"].tolist() == [1] * 4

    one = segments.score(alike.iloc[:1])
    assert one["segment_name"].tolist() == ["champions"]


def test_a_segment_that_is_gone_frees_its_number() -> None:
    january = _customers("2024-01-01", [100, 110, 1, 2])
    february = _customers("2024-02-01", [1.0] * 4)
    march = _customers("2024-03-01", [100, 110, 1, 2])
    scores = segments.score(pd.concat([january, february, march]), TWO)

    assert scores["segment_number"].tolist() == [1, 1, 2, 2] + [2] * 4 + [1, 1, 2, 2]


def test_no_rows_give_typed_and_empty_frames(frames: Frames) -> None:
    features, labels = frames[0].iloc[:0], frames[1].iloc[:0]
    scores = segments.score(features)

    dtypes = scores.dtypes.astype(str).to_dict()
    columns = segments.SCORE_COLUMNS
    assert {name: dtypes[name] for name in columns} == columns
    found = segments.evaluate(scores, features, labels)
    assert found.dtypes.astype(str).to_dict() == EVALUATION_COLUMNS


def test_segments_are_compared_with_groups_of_equal_size(frames: Frames) -> None:
    features, labels = frames
    found = segments.evaluate(segments.score(features), features, labels)

    assert not found.duplicated(["model_version", "as_of_date", "metric_name"]).any()
    assert set(found["metric_name"]) == {
        "spend_eta_squared",
        "silence_eta_squared",
        "kept_adjusted_rand",
        "refit_adjusted_rand",
    }
    # customers of the same date are compared with themselves one fit before
    kept = found[found["metric_name"] == "kept_adjusted_rand"]
    assert len(kept) == features["as_of_date"].nunique() - 1
    assert kept["metric_value"].le(1.0).all()


def test_spend_that_the_segments_decide_is_all_explained() -> None:
    features = _customers("2024-01-01", [100, 100, 1, 1])
    labels = features[tables.KEYS].assign(
        label_date=pd.Timestamp("2024-03-31"),
        order_count_next=[2.0, 2.0, 0.0, 0.0],
        order_amount_sum_next=[50.0, 50.0, 0.0, 0.0],
    )
    found = segments.evaluate(segments.score(features, TWO), features, labels, TWO)

    values = found.set_index("metric_name")["metric_value"]
    assert values["spend_eta_squared"] == pytest.approx(1.0)
    assert values["silence_eta_squared"] == pytest.approx(1.0)
