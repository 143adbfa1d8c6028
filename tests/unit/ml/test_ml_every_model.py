"""Every model: the same bits again, and a sane table whatever it is given.

Models are found, not listed. One that scores other frames than features and labels of
customers says in `frames_of_customers` what they are.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from every_model import Frames, every_model, frames_of, score

from customer360.fit_store import FitStore

HORIZONS = (7, 30, 90, 365)
YEAR = pd.Timedelta(days=365)

MODELS = every_model()

pytestmark = [
    pytest.mark.unit,
    pytest.mark.parametrize(
        "model", MODELS, ids=[each.__name__.rpartition(".")[2] for each in MODELS]
    ),
]


@pytest.fixture(scope="module")
def usual(shop: Callable[..., tuple[pd.DataFrame, pd.DataFrame]]) -> Frames:
    """A shop of 60 customers at 14 month starts."""
    features, labels = shop(60, 14, HORIZONS)
    return {"features": features, "labels": labels}


@pytest.fixture(scope="module")
def scored(usual: Frames) -> Callable[[ModuleType], pd.DataFrame]:
    """The scores of each model in a usual shop, made once."""
    made: dict[str, pd.DataFrame] = {}

    def of(model: ModuleType) -> pd.DataFrame:
        if model.__name__ not in made:
            made[model.__name__] = score(model, usual)
        return made[model.__name__]

    return of


def customers(frames: Frames, count: int) -> Frames:
    """Return what is of the first so many customers."""
    kept = sorted(set(frames["features"]["customer_id"]))[:count]
    return {
        name: frame[frame["customer_id"].isin(kept)].reset_index(drop=True)
        for name, frame in frames.items()
    }


def with_next_orders(frames: Frames, count: float) -> Frames:
    """Return frames in which everybody goes on to order so many times."""
    next_orders = {"order_count_next": count, "order_amount_sum_next": 10 * count}
    return frames | {"labels": frames["labels"].assign(**next_orders)}


def constant(frames: Frames) -> Frames:
    """Return frames in which all customers are alike in every number."""
    features = frames["features"]
    alike = features.select_dtypes(["number"]).columns
    return frames | {"features": features.assign(**dict.fromkeys(alike, 1.0))}


def new_category(frames: Frames) -> Frames:
    """Return frames in which texts say at the last date what they never said."""
    features = frames["features"].copy()
    is_last = features["as_of_date"] == features["as_of_date"].max()
    features.loc[is_last, "preferred_channel"] = "metaverse"
    return frames | {"features": features}


def year_without_a_sale(frames: Frames) -> Frames:
    """Return frames in which the shop had closed a year before the first date."""
    features = frames["features"].copy()
    for name in features.filter(regex=r"^order_.*_\d+d$"):
        features[name] = 0.0
    for name in ("days_since_last_order", "days_since_first_order"):
        features[name] += 365
    return with_next_orders(frames | {"features": features}, 0.0)


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


def test_shuffled_rows_give_the_same_bits(
    model: ModuleType, usual: Frames, scored: Callable[[ModuleType], pd.DataFrame]
) -> None:
    shuffled = {
        name: frame.sample(frac=1, random_state=1) for name, frame in usual.items()
    }
    pd.testing.assert_frame_equal(
        score(model, shuffled), scored(model), check_exact=True
    )


def test_kept_fits_give_the_same_bits_as_fits_made_anew(
    model: ModuleType,
    usual: Frames,
    scored: Callable[[ModuleType], pd.DataFrame],
    tmp_path: Path,
) -> None:
    for _ in ("made", "found"):
        again = score(model, usual, fits=FitStore(tmp_path))
        pd.testing.assert_frame_equal(again, scored(model), check_exact=True)
    assert any(tmp_path.iterdir())


@pytest.mark.parametrize("case", DEGENERATE)
def test_whatever_it_is_given_is_scored_into_the_same_typed_columns(
    model: ModuleType,
    case: str,
    usual: Frames,
    scored: Callable[[ModuleType], pd.DataFrame],
) -> None:
    with warnings.catch_warnings(record=True) as said:
        found = score(model, DEGENERATE[case](usual))
    assert [str(each.message) for each in said] == []
    assert found.dtypes.to_dict() == scored(model).dtypes.to_dict()
    for name in found.filter(like="_probability"):
        assert found[name].dropna().between(0, 1).all()
    for name in found.filter(regex="_amount|_count"):
        assert np.isfinite(found[name].dropna()).all()
        assert (found[name].dropna() >= 0).all()
