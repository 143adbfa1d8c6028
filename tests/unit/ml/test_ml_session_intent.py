"""Session intent: who is scored by what, and that nothing but the past is used."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from customer360.ml import session_intent, told
from customer360.ml.evaluations import EVALUATION_COLUMNS
from customer360.ml.session_intent import inputs, rule

pytestmark = pytest.mark.unit

Frames = tuple[pd.DataFrame, pd.DataFrame]

SMALL = session_intent.Settings(
    min_training_rows=100, min_positives=10, tree_count=10, leaf_rows=10
)
COUNTS = ["page_view_count", "product_view_count", "search_count", "checkout_count"]
HISTORY = ["visitor_session_count_90d", "customer_order_count_365d"]


def site(month_count: int, sessions_a_month: int = 400, seed: int = 1) -> Frames:
    """Return sessions of a shop where carts, log-ins and evenings end in orders."""
    rng = np.random.default_rng(seed)
    months = pd.date_range("2024-01-01", periods=month_count, freq="MS")
    size = month_count * sessions_a_month
    month = np.repeat(months, sessions_a_month)
    began = month + pd.to_timedelta(rng.integers(0, 27 * 86_400, size), unit="s")
    features = pd.DataFrame(
        {
            "session_id": [f"{key:016x}" for key in rng.permutation(size) * 7919],
            "scored_at": began,
            "as_of_date": month,
            "known_date": began.normalize(),
            "platform": rng.choice(["web", "ios"], size),
            "device_type": rng.choice(["mobile", "tablet"], size),
            "country": "DE",
            "referrer_kind": rng.choice(["none", "search"], size),
            "utm_source": rng.choice(np.array(["news", None], dtype=object), size),
            "utm_medium": None,
            "utm_campaign": None,
            "third_event_name": rng.choice(["page_view", "login"], size),
            "is_logged_in": rng.random(size) < 0.4,
            "hour_of_day": began.hour.astype(float),
            "cart_count": rng.integers(0, 2, size).astype(float),
            **{name: rng.integers(0, 3, size).astype(float) for name in COUNTS},
            **{name: rng.integers(0, 9, size).astype(float) for name in HISTORY},
        }
    )
    odds = -3 + features["cart_count"] + 2 * features["is_logged_in"]
    odds += 2.0 * (features["hour_of_day"] > 18)
    labels = pd.DataFrame(
        {
            "session_id": features["session_id"],
            "label_date": began.normalize() + pd.Timedelta(days=2),
            "has_order": rng.random(size) < 1 / (1 + np.exp(-odds)),
        }
    )
    return features, labels


@pytest.fixture(scope="module")
def frames() -> Frames:
    return site(6)


@pytest.fixture(scope="module")
def scores(frames: Frames) -> pd.DataFrame:
    return session_intent.score(*frames, SMALL)


def _methods(scores: pd.DataFrame) -> list[object]:
    said = scores.groupby("as_of_date")["model_version"].first()
    names = said.str.replace("session-intent-1-", "").str.split("-[0-9a-f]{6}@")
    return [name[0] if isinstance(name, list) else None for name in names]


def test_the_first_month_is_not_scored_and_the_second_by_the_rule(
    scores: pd.DataFrame,
) -> None:
    first, second, *later = _methods(scores)
    assert (first, second) == (None, "platform-and-cart")
    assert set(later) <= {"mean", "logistic", "boosting", "svm", "tree", "network"}
    known = scores.loc[scores["model_version"].notna(), "order_probability"]
    assert known.between(0, 1).all()


def test_sessions_that_end_in_orders_are_found(
    frames: Frames, scores: pd.DataFrame
) -> None:
    found = session_intent.evaluate(scores, *frames, SMALL)

    assert found.dtypes.astype(str).tolist() == list(EVALUATION_COLUMNS.values())
    auc = found[found["metric_name"] == "auc"].sort_values("as_of_date").iloc[1:]
    assert len(auc) == 4
    assert (auc["metric_value"] > auc["baseline_value"] + 0.1).all()
    assert not found.duplicated(["as_of_date", "metric_name"]).any()


def test_each_fit_says_what_it_chose_between(scores: pd.DataFrame) -> None:
    chosen = told.choices(scores)

    assert list(chosen) == list(told.CHOICE_COLUMNS)
    champions = chosen[chosen["is_champion"] & (chosen["metric_name"] == "auc")]
    assert champions["as_of_date"].is_unique
    names = champions["candidate_name"].tolist()
    assert names[0] == "platform-and-cart"
    assert "platform-and-cart" not in names[1:]


def test_each_fit_says_what_it_learned(scores: pd.DataFrame) -> None:
    found = told.parameters(scores)

    assert set(found["model_version"]) == set(scores["model_version"].dropna())
    rule = found[found["model_version"].str.contains("platform-and-cart")]
    shares = rule["parameter_name"].str.startswith("order_share")
    assert shares.sum() > 2
    assert rule["parameter_value"][shares].between(0, 1).all()
    learned = found[~found["model_version"].str.contains("platform-and-cart")]
    assert "calibration_slope" in set(learned["parameter_name"])


def test_rows_in_any_order_give_the_same_bits(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = frames
    again = session_intent.score(
        features.sample(frac=1.0, random_state=7), labels.iloc[::-1], SMALL
    )

    pd.testing.assert_frame_equal(scores, again, check_exact=True)


def test_a_month_is_scored_alike_whatever_comes_later(
    frames: Frames, scores: pd.DataFrame
) -> None:
    features, labels = frames
    until = pd.Timestamp("2024-05-01")
    later = (labels["label_date"] > until).to_numpy()
    changed = labels.assign(has_order=labels["has_order"] ^ later)
    again = session_intent.score(
        features[features["as_of_date"] <= until], changed, SMALL
    )

    expected = scores[scores["as_of_date"] <= until].reset_index(drop=True)
    pd.testing.assert_frame_equal(expected, again, check_exact=True)


def test_labels_at_random_give_no_champion(frames: Frames) -> None:
    features, labels = site(6, 2_000)
    shuffled = labels.assign(
        has_order=np.random.default_rng(0).permutation(labels["has_order"])
    )
    scores = session_intent.score(features, shuffled, SMALL)
    found = session_intent.evaluate(scores, features, shuffled, SMALL)

    assert set(_methods(scores)[1:]) == {"platform-and-cart"}
    auc = found.loc[found["metric_name"] == "auc", "metric_value"]
    assert auc.mean() == pytest.approx(0.5, abs=0.02)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(3))
def test_labels_that_mean_nothing_teach_nothing(seed: int) -> None:
    """As the models of customers are held to: ends are dealt out within each month."""
    features, labels = site(8, 2_500)
    rng = np.random.default_rng(seed)
    shuffled = labels.assign(
        has_order=labels.groupby(features["as_of_date"])["has_order"].transform(
            rng.permutation
        )
    )
    scores = session_intent.score(features, shuffled)
    found = session_intent.evaluate(scores, features, shuffled)
    chosen = told.choices(scores)

    auc = found.loc[found["metric_name"] == "auc", "metric_value"]
    assert len(auc) == 7
    assert auc.mean() == pytest.approx(0.5, abs=0.02)
    compared = chosen["candidate_name"].isin(session_intent.Settings().candidates)
    assert chosen.loc[compared, "as_of_date"].nunique() == 6
    assert set(chosen.loc[chosen["is_champion"], "candidate_name"]) == {
        "platform-and-cart"
    }


@pytest.mark.parametrize("count", [0, 1, 10])
def test_few_sessions_give_a_sane_table(count: int) -> None:
    features, labels = site(2, 10)
    features = features.head(count)
    scores = session_intent.score(features, labels, SMALL)
    chosen = told.choices(scores)
    found = session_intent.evaluate(scores, features, labels, SMALL)

    types = list(session_intent.SCORE_COLUMNS.values())
    assert scores.dtypes.astype(str).tolist() == types
    assert (len(scores), len(chosen), len(found)) == (count, 0, 0)


@pytest.mark.parametrize("has_order", [True, False])
def test_sessions_that_all_end_alike_are_scored_by_the_rule(has_order: bool) -> None:
    features, labels = site(3)
    scores = session_intent.score(features, labels.assign(has_order=has_order), SMALL)

    last = scores[scores["as_of_date"] == "2024-03-01"]
    assert _methods(scores)[1:] == ["platform-and-cart"] * 2
    assert ((last["order_probability"] > 0.9) == has_order).all()
    assert last["order_probability"].between(0, 1, inclusive="neither").all()


def test_without_labels_nothing_is_scored(frames: Frames) -> None:
    features, labels = frames
    scores = session_intent.score(features, labels.iloc[:0], SMALL)

    assert len(scores) == len(features)
    assert scores["order_probability"].isna().all()


def test_constant_columns_and_absent_sources_are_no_error() -> None:
    features, labels = site(4)
    constant = dict.fromkeys([*COUNTS, "hour_of_day"], 1.0)
    absent = dict.fromkeys(HISTORY, np.nan)
    scores = session_intent.score(features.assign(**constant, **absent), labels, SMALL)

    assert (
        scores.loc[scores["as_of_date"] > "2024-01-01", "order_probability"]
        .notna()
        .all()
    )


def test_a_new_category_is_scored_as_none_of_the_known(frames: Frames) -> None:
    features, labels = frames
    last = features["as_of_date"] == features["as_of_date"].max()
    renamed = features.assign(
        platform=features["platform"].mask(last, "watch"),
        utm_source=features["utm_source"].mask(last, "billboard"),
    )
    scores = session_intent.score(renamed, labels, SMALL)

    assert scores["order_probability"].iloc[-int(last.sum()) :].notna().all()


def test_a_year_without_an_order_ends_in_the_rule_of_what_is_known() -> None:
    features, labels = site(14, 60)
    silent = labels["label_date"] > "2024-02-01"
    scores = session_intent.score(
        features, labels.assign(has_order=labels["has_order"] & ~silent), SMALL
    )

    assert scores["order_probability"].iloc[-1] < 0.05


def test_the_rule_is_the_share_of_a_kind_drawn_to_that_of_all() -> None:
    rows = pd.DataFrame({"platform": ["web"] * 10 + ["ios"], "cart_count": [0.0] * 11})
    has_order = np.array([1.0] * 5 + [0.0] * 6)
    made = rule.fit_rule(rows, has_order)
    shares = 1 / (1 + np.exp(-rule.rule_log_odds(made, rows.tail(2))))

    everybody = 5.5 / 12
    assert shares[0] == pytest.approx((5 + 10 * everybody) / 20)
    assert shares[1] == pytest.approx(10 * everybody / 11)
    unseen = pd.DataFrame({"platform": ["watch"], "cart_count": [1.0]})
    assert rule.rule_log_odds(made, unseen)[0] == pytest.approx(
        np.log(everybody / (1 - everybody))
    )


def test_inputs_are_floats_with_a_topic_and_no_id(frames: Frames) -> None:
    features, _ = frames
    made = inputs.session_inputs(features, inputs.common_values(features))

    assert set(made.dtypes.astype(str)) == {"float64"}
    assert {"platform=web", "hour_sine", "cart_count"} <= set(made)
    assert not any("session_id" in name or "campaign=" in name for name in made)
    said = inputs.topics(made)
    assert said["customer_order_count_365d"] == "customer"
    assert said["third_event_name=login"] == "events"


def test_settings_other_than_the_defaults_show_in_the_version(frames: Frames) -> None:
    scores = session_intent.score(*site(2), replace(SMALL, seed=3))
    versions = scores["model_version"].dropna().unique()
    method = "session-intent-1-platform-and-cart"
    assert len(versions) == 1
    assert re.fullmatch(method + "-[0-9a-f]{6}@2024-02-01", versions[0])
