"""Scores with kept fits: the same bits as with fits made anew."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from customer360 import fit_store
from customer360.fit_store import FitStore
from customer360.ml import churn, lifetime_value, segments
from customer360.ml.fits import ANEW, Fits

pytestmark = pytest.mark.unit

CHURN = churn.Settings(
    candidates=("mean", "svm"),
    linear_penalty=1.0,
    min_training_rows=40,
    min_positives=5,
    leaf_rows=5,
    tree_count=5,
)
VALUE = lifetime_value.Settings(draws=20)
DATES = pd.date_range("2024-03-01", periods=6, freq="MS")
HORIZON = pd.Timedelta(days=90)


def customers(date: pd.Timestamp, generator: np.random.Generator) -> pd.DataFrame:
    """Sixty customers of many rates; whoever ordered often is likelier to come back."""
    age = generator.integers(1, 60 + (date - DATES[0]).days, 60)
    silent = generator.integers(0, age)
    repeats = generator.poisson(generator.gamma(1.0, 0.05, 60) * (age - silent))
    amount = np.where(repeats > 0, generator.gamma(4.0, 5.0, 60), np.nan)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:02d}" for number in range(60)],
            "as_of_date": date,
            "days_since_last_order": silent.astype(float),
            "days_since_first_order": age.astype(float),
            "days_first_to_last_order": np.where(repeats > 0, age - silent, 0.0),
            "repeat_order_count": repeats,
            "order_count_lifetime": repeats + 1,
            "order_day_amount_avg_repeat": amount,
            "order_count_30d": repeats // 3,
            "order_count_90d": repeats,
            "order_amount_sum_90d": np.nan_to_num(amount) * repeats,
            "order_amount_sum_365d": np.nan_to_num(amount) * (repeats + 1),
            "preferred_channel": "store",
        }
    )


@pytest.fixture(scope="module")
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    generator = np.random.default_rng(0)
    features = pd.concat([customers(date, generator) for date in DATES])
    known = features[features["as_of_date"] + HORIZON <= DATES[-1]]
    count = generator.poisson(known["repeat_order_count"])
    labels = known[["customer_id", "as_of_date"]].assign(
        label_date=known["as_of_date"] + HORIZON,
        order_count_next=count.astype(float),
        order_amount_sum_next=count * 20.0,
    )
    return features.reset_index(drop=True), labels.reset_index(drop=True)


@pytest.fixture
def store(tmp_path: Path) -> FitStore:
    return FitStore(tmp_path / "fits")


def everything(
    frames: tuple[pd.DataFrame, pd.DataFrame], fits: Fits
) -> list[pd.DataFrame]:
    features, labels = frames
    return [
        churn.score(features, labels, CHURN, fits),
        lifetime_value.score(features, labels, VALUE, fits),
        segments.score(features, None, fits),
    ]


def assert_same(found: list[pd.DataFrame], wanted: list[pd.DataFrame]) -> None:
    for ours, theirs in zip(found, wanted, strict=True):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def refuse(path: Path, made: dict[str, object]) -> dict[str, object]:
    raise AssertionError(f"{path.name} was made again")


def test_no_cache_a_cold_a_warm_and_a_deleted_one_give_the_same_bits(
    frames: tuple[pd.DataFrame, pd.DataFrame],
    store: FitStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anew = everything(frames, ANEW)
    assert (
        anew[0]["model_version"].str.contains("-(?:mean|svm|logistic|boosting)").any()
    )
    assert anew[1]["expected_revenue_365d_upper_amount"].notna().any()

    assert_same(everything(frames, store), anew)
    with monkeypatch.context() as warm:
        warm.setattr(fit_store, "_keep", refuse)
        assert_same(everything(frames, store), anew)
    for path in store.folder.iterdir():
        path.unlink()
    assert_same(everything(frames, store), anew)
    assert {path.name.partition("-")[0] for path in store.folder.iterdir()} == {
        "next_order.fitting.fit",
        "next_order.silence.fit_rhythm",
        "segments.fitting.fit",
        "lifetime_value.blend.learned_shares",
        "lifetime_value.bounds.spread",
        "lifetime_value.comebacks.fit",
        "lifetime_value.fitting.fit",
        "lifetime_value.levels.fit",
        "lifetime_value.two_part.fit",
    }


def test_one_changed_feature_value_refits_its_dates_and_no_others(
    frames: tuple[pd.DataFrame, pd.DataFrame], store: FitStore
) -> None:
    features, labels = frames
    lifetime_value.score(features, labels, VALUE, store)
    before = {path.name for path in store.folder.glob("lifetime_value.fitting.fit-*")}
    last = features.index[-1]
    changed = features.copy()
    changed.loc[last, "days_since_first_order"] += 1.0
    scores = lifetime_value.score(changed, labels, VALUE, store)

    after = {path.name for path in store.folder.glob("lifetime_value.fitting.fit-*")}
    assert len(before) == len(DATES)
    assert len(after) == len(DATES) + 1
    assert_same([scores], [lifetime_value.score(changed, labels, VALUE)])
