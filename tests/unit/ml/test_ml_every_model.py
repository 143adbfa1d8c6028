"""Every model: the same bits again, and a sane table whatever it is given.

Models are found, not listed. One that scores other frames than these fails the first
test, until `usual` has them.
"""

import warnings
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from every_model import Frames, every_model, frames_of, score

from customer360.fit_store import FitStore
from customer360.ml import told

HORIZONS = (7, 30, 90, 365)
DAY = pd.Timedelta(days=1)
YEAR = 365 * DAY

MODELS = every_model()

pytestmark = [
    pytest.mark.unit,
    pytest.mark.parametrize(
        "model", MODELS, ids=[each.__name__.rpartition(".")[2] for each in MODELS]
    ),
]


@pytest.fixture(scope="module")
def usual(shop: Callable[..., tuple[pd.DataFrame, pd.DataFrame]]) -> Frames:
    """A shop of 45 customers at 11 month starts."""
    features, labels = shop(45, 11, HORIZONS)
    frames = {"features": features, "labels": labels}
    return frames | sales(sorted(set(features["as_of_date"]))[-2:])


def sales(as_of_dates: list[pd.Timestamp]) -> Frames:
    """Return daily sales by channel as known at dates, and how soon they are known."""
    end = as_of_dates[-1]
    rng = np.random.default_rng(3)
    days = pd.date_range(end - 100 * DAY, end - DAY)
    counts = pd.DataFrame(rng.poisson(9, (100, 2)), days, ["store", "web"])
    counts["tea"] = counts["total"] = counts.sum(axis=1)
    long = counts.stack().rename_axis(["sales_date", "member_name"])
    rows = long.rename("order_count").reset_index()
    levels = {"store": "channel", "web": "channel", "tea": "category"}
    rows["level_name"] = rows["member_name"].map(levels).fillna("total")
    rows["order_amount"] = 10.0 * rows["order_count"]
    daily = [
        rows[rows["sales_date"] < date].assign(as_of_date=date) for date in as_of_dates
    ]
    shares = {"order_count_known_share": 1.0, "order_amount_known_share": 1.0}
    soon = [{"as_of_date": date, "days_after": 1, **shares} for date in as_of_dates]
    return {
        "daily": pd.concat(daily, ignore_index=True),
        "arrivals": pd.DataFrame(soon),
    }


@pytest.fixture(scope="module")
def small(usual: Frames) -> Frames:
    """The same shop at its last 6 month starts."""
    dates = sorted(set(usual["features"]["as_of_date"]))[-6:]
    return {
        name: frame[frame["as_of_date"].isin(dates)].reset_index(drop=True)
        for name, frame in usual.items()
    }


@pytest.fixture(scope="module")
def scored(usual: Frames) -> Callable[[ModuleType], pd.DataFrame]:
    """The scores of each model in a usual shop, made once."""
    made: dict[str, pd.DataFrame] = {}

    def of(model: ModuleType) -> pd.DataFrame:
        if model.__name__ not in made:
            made[model.__name__] = score(model, usual, early(model))
        return made[model.__name__]

    return of


def early(model: ModuleType) -> object:
    """Return settings with which little is enough to learn from, and soon done."""
    settings = model.Settings()
    enough = {"min_training_rows": 40, "min_positives": 5, "leaf_rows": 5}
    trees = ("tree_count", "chance_tree_count", "amount_tree_count")
    soon = dict.fromkeys(trees, 5) | {"network_size": 2, "draws": 20}
    few = enough | soon
    known = {field.name for field in fields(settings)}
    return replace(settings, **{k: few[k] for k in few.keys() & known})


def customers(frames: Frames, count: int) -> Frames:
    """Return what is of the first so many customers, or bought by so few."""
    kept = sorted(set(frames["features"]["customer_id"]))[:count]
    whose = {
        name: frame[frame["customer_id"].isin(kept)].reset_index(drop=True)
        for name, frame in frames.items()
        if "customer_id" in frame
    }
    daily = frames["daily"]
    days = sorted(set(daily["sales_date"]))[:count]
    return frames | whose | {"daily": daily[daily["sales_date"].isin(days)]}


def with_next_orders(frames: Frames, count: float) -> Frames:
    """Return frames in which everybody goes on to order so many times."""
    next_orders = {"order_count_next": count, "order_amount_sum_next": 10 * count}
    return frames | {"labels": frames["labels"].assign(**next_orders)}


def constant(frames: Frames) -> Frames:
    """Return frames in which all customers are alike in every number."""
    features = frames["features"]
    alike = features.select_dtypes(["number"]).columns
    return frames | {
        "features": features.assign(**dict.fromkeys(alike, 1.0)),
        "daily": frames["daily"].assign(order_count=1, order_amount=1.0),
    }


def new_category(frames: Frames) -> Frames:
    """Return frames in which texts say at the last date what they never said."""
    features = frames["features"].copy()
    is_last = features["as_of_date"] == features["as_of_date"].max()
    features.loc[is_last, "preferred_channel"] = "metaverse"
    new = frames["daily"][frames["daily"]["member_name"] == "web"].tail(1)
    daily = pd.concat([frames["daily"], new.assign(member_name="metaverse")])
    return frames | {"features": features, "daily": daily}


def year_without_a_sale(frames: Frames) -> Frames:
    """Return frames in which the shop had closed a year before the first date."""
    features = frames["features"].copy()
    for name in features.filter(regex=r"^order_.*_\d+d$"):
        features[name] = 0.0
    for name in ("days_since_last_order", "days_since_first_order"):
        features[name] += 365
    daily = frames["daily"]
    before = daily.assign(sales_date=daily["sales_date"] - YEAR)
    return with_next_orders(frames | {"features": features, "daily": before}, 0.0)


DEGENERATE = {
    "ten customers": lambda frames: customers(frames, 10),
    "one customer": lambda frames: customers(frames, 1),
    "no customer": lambda frames: customers(frames, 0),
    "all churned": lambda frames: with_next_orders(frames, 0.0),
    "none churned": lambda frames: with_next_orders(frames, 2.0),
    "constant columns": constant,
    "a new category": new_category,
    "a year without a sale": year_without_a_sale,
    "no label": lambda frames: frames | {"labels": frames["labels"].iloc[:0]},
}


def test_its_frames_are_known_here(model: ModuleType, usual: Frames) -> None:
    assert frames_of(model) <= set(usual), "say in `usual` what this model scores from"


def test_shuffled_rows_and_kept_fits_give_the_same_bits(
    model: ModuleType,
    usual: Frames,
    scored: Callable[[ModuleType], pd.DataFrame],
    tmp_path: Path,
) -> None:
    """Fits made from shuffled rows are found again for the same rows in order."""
    shuffled = {
        name: frame.sample(frac=1, random_state=1) for name, frame in usual.items()
    }
    for frames in (shuffled, usual):
        again = score(model, frames, early(model), fits=FitStore(tmp_path))
        pd.testing.assert_frame_equal(again, scored(model), check_exact=True)
    assert any(tmp_path.iterdir())


def test_every_version_tells_what_it_learned(
    model: ModuleType, scored: Callable[[ModuleType], pd.DataFrame]
) -> None:
    found = told.parameters(scored(model))

    versions = set(scored(model)["model_version"].dropna())
    assert versions and set(found["model_version"]) == versions
    keys = ["model_name", "model_version", "parameter_name"]
    assert not found.duplicated(keys).any()


@pytest.mark.parametrize("case", DEGENERATE)
def test_whatever_it_is_given_is_scored_into_the_same_typed_columns(
    model: ModuleType,
    case: str,
    small: Frames,
    scored: Callable[[ModuleType], pd.DataFrame],
) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = score(model, DEGENERATE[case](small))
    assert [str(each.message) for each in said] == []
    assert found.dtypes.to_dict() == scored(model).dtypes.to_dict()
    assert np.isfinite(told.parameters(found)["parameter_value"]).all()
    for name in found.filter(like="_probability"):
        assert found[name].dropna().between(0, 1).all()
    for name in found.filter(regex="_amount|_count"):
        assert np.isfinite(found[name].dropna()).all()
        assert (found[name].dropna() >= 0).all()


@pytest.mark.nightly
def test_labels_that_mean_nothing_teach_nothing(
    model: ModuleType, shop: Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
) -> None:
    """Outcomes are dealt out anew among the customers of each date and horizon."""
    if "labels" not in frames_of(model):
        pytest.skip("learns from no labels")
    features, labels = shop(600, 14, HORIZONS)
    outcomes = ["order_count_next", "order_amount_sum_next"]
    rng = np.random.default_rng(1)
    for _, rows in labels.groupby(["as_of_date", "label_date"]):
        labels.loc[rows.index, outcomes] = rng.permutation(rows[outcomes].to_numpy())
    frames = {"features": features, "labels": labels}
    scores = score(model, frames)
    evaluated = model.evaluate(scores, features, labels)
    aucs = evaluated["metric_value"][evaluated["metric_name"].str.endswith("auc")]
    if aucs.empty:
        pytest.skip(
            "has no AUC: lifetime value has a test of its own on shuffled labels"
        )
    assert aucs.mean() == pytest.approx(0.5, abs=0.02)
    candidates = getattr(model.Settings(), "candidates", ())
    if candidates:
        choices = told.choices(scores)
        chosen = choices["candidate_name"][choices["is_champion"]]
        assert set(chosen).isdisjoint(candidates), "no candidate beats the baseline"
