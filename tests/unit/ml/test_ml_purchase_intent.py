"""Purchase intent: who is likely to order soon, one model a horizon."""

from collections.abc import Callable

import pandas as pd
import pytest

from customer360.ml import purchase_intent, tables, told
from customer360.ml.evaluations import EVALUATION_COLUMNS

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]
SMALL = purchase_intent.Settings(
    horizons=(30, 90),
    candidates=("mean", "svm"),
    linear_penalty=1.0,
    min_training_rows=50,
    min_positives=3,
    min_customers=10,
    tree_count=5,
    leaf_rows=5,
)


@pytest.fixture(scope="module")
def frames(shop: Callable[[int, int], Frames]) -> Frames:
    return shop(45, 8)


@pytest.fixture(scope="module")
def scores(frames: Frames) -> pd.DataFrame:
    return purchase_intent.score(*frames, SMALL)


def test_every_customer_with_an_order_has_a_probability_for_each_horizon(
    frames: Frames, scores: pd.DataFrame
) -> None:
    customers = frames[0]["days_since_last_order"].notna().sum()

    assert len(scores) == 2 * customers
    assert not scores.duplicated([*tables.KEYS, "horizon_days"]).any()
    assert scores["purchase_probability"].between(0, 1).all()
    assert set(scores["purchase_decile"]) == set(range(1, 11))


def test_a_longer_horizon_is_likelier_to_see_an_order(scores: pd.DataFrame) -> None:
    by_rhythm = scores[scores["model_version"].str.contains("bgnbd")]
    first = by_rhythm[by_rhythm["as_of_date"] == by_rhythm["as_of_date"].min()]
    wide = first.pivot_table(
        index="customer_id", columns="horizon_days", values="purchase_probability"
    )

    assert (wide[90] > wide[30]).all()


def test_who_ordered_is_found_and_each_horizon_is_a_model_of_its_own(
    frames: Frames, scores: pd.DataFrame
) -> None:
    found = purchase_intent.evaluate(scores, *frames, SMALL)
    choices = told.choices(scores)

    assert found.dtypes.astype(str).to_dict() == EVALUATION_COLUMNS
    assert choices.dtypes.astype(str).to_dict() == told.CHOICE_COLUMNS
    assert set(choices["model_name"]) == {"purchase_intent_30d", "purchase_intent_90d"}
    auc = found[found["metric_name"] == "auc"]
    # the shop's labels are of 90 days
    assert set(auc["model_name"]) == {"purchase_intent_90d"}
    assert auc["metric_value"].iloc[-1] > 0.85


def test_no_rows_give_typed_and_empty_frames(frames: Frames) -> None:
    features, labels = frames[0].iloc[:0], frames[1].iloc[:0]
    scores = purchase_intent.score(features, labels)

    dtypes = scores.dtypes.astype(str).to_dict()
    wanted = purchase_intent.SCORE_COLUMNS
    assert {name: dtypes[name] for name in wanted} == wanted
    assert told.choices(scores).empty
    assert purchase_intent.evaluate(scores, features, labels).empty
