"""Lifetime value against the published figures of CDNOW."""

from datetime import date
from pathlib import Path

import cdnow_frames as frames
import duckdb
import numpy as np
import pandas as pd
import pytest

from customer360.ml import bgnbd, gamma_gamma, lifetime_value, tables
from customer360.ml.fits import ANEW
from customer360.ml.lifetime_value.champion import BGNBD
from customer360.ml.lifetime_value.fitting import with_expectations
from customer360.ml.lifetime_value.forecasts import extended, forecast
from customer360.ml.lifetime_value.steps import Step, walk

pytestmark = [pytest.mark.integration, pytest.mark.public_data]

Floats = np.ndarray


@pytest.fixture(scope="module")
def cdnow(public_data: Path) -> tuple[Floats, Floats, Floats, Floats]:
    """Return x, t_x, T (weeks) and mean amount of the published CDNOW sample."""
    file = public_data / "cdnow" / "cdnow_summary_calibration.parquet"
    table = pd.read_parquet(file)
    x, t_x, T, amount = (
        table[name].to_numpy(float) for name in ("x", "t_x", "T", "zbar")
    )
    return x, t_x, T, amount


def test_bgnbd_finds_the_published_parameters_of_cdnow(cdnow) -> None:
    x, t_x, T, _ = cdnow
    fitted = bgnbd.fit(x, t_x, T)

    assert fitted is not None
    found = [round(value, 3) for value in vars(fitted).values()]
    assert found == [0.243, 4.414, 0.793, 2.426]
    total = bgnbd.log_likelihood(fitted, x, t_x, T).sum()
    assert round(float(total), 1) == -9582.4


def test_bgnbd_expects_the_published_orders_of_cdnow(cdnow) -> None:
    x, t_x, T, _ = cdnow
    fitted = bgnbd.fit(x, t_x, T)

    assert fitted is not None
    first = bgnbd.expected_count(fitted, 39.0, x[:1], t_x[:1], T[:1])
    assert (x[0], t_x[0], T[0]) == (2, 30.43, 38.86)
    assert round(float(first[0]), 3) == 1.226
    everybody = bgnbd.expected_count(fitted, 39.0, x, t_x, T).sum()
    assert round(float(everybody)) == 1653


def test_gamma_gamma_finds_the_published_parameters_of_cdnow(cdnow) -> None:
    x, _, _, amount = cdnow
    fitted = gamma_gamma.fit(x, amount)

    assert fitted is not None
    assert (round(fitted.p, 2), round(fitted.q, 2)) == (6.25, 3.74)
    # published as 15.44, found by a spreadsheet's solver
    assert fitted.v == pytest.approx(15.44, abs=0.02)


def test_cdnow_customers_next_39_weeks_are_foretold_better_than_by_the_same_again(
    public_data: Path,
) -> None:
    with duckdb.connect() as connection:
        frames.purchase_lines(connection, public_data / "cdnow")
        features = frames.features(connection, [date(1997, 10, 1)])
        labels = frames.labels(connection, 39 * 7 - 1, date(1998, 7, 1))
    settings = lifetime_value.Settings(horizon_days=39 * 7 - 1, draws=10)
    scores = lifetime_value.score(features, labels, settings)
    found = lifetime_value.evaluate(scores, features, labels, settings)

    values = found.set_index("metric_name")[["metric_value", "baseline_value"]]
    ours, theirs = values.loc["revenue_272d_mae"]
    assert ours < theirs
    assert 0.85 < values.loc["order_count_272d_total_ratio", "metric_value"] < 1.15


HOLDOUT_START, HOLDOUT_DAYS = date(1997, 10, 1), 39 * 7


@pytest.fixture(scope="module")
def cdnow_sample() -> list[str]:
    """Return the ids of the 2,357 customers of the published sample."""
    package = pytest.importorskip(
        "lifetimes", reason="the package lifetimes names the customers of the sample"
    )
    file = Path(package.__file__).parent / "datasets" / "CDNOW_sample.txt"
    rows = pd.read_csv(file, sep=r"\s+", header=None)
    return sorted(rows[0].astype(str).unique())


@pytest.fixture(scope="module")
def cdnow_holdout(
    public_data: Path, cdnow_sample: list[str]
) -> tuple[str, dict[str, pd.DataFrame]]:
    """Return the champion, and what it and BG/NBD expect of the sample.

    Each frame has the orders and spend of the 39 weeks, `expected_` and not, a row a
    customer. All 23,570 customers' first 39 weeks teach; labels end with them.
    """
    dates = [date(1997, month, 1) for month in range(2, 11)]
    with duckdb.connect() as connection:
        frames.purchase_lines(connection, public_data / "cdnow")
        features = frames.features(connection, dates)
        labels = frames.labels(connection, 90, HOLDOUT_START)
        later = frames.labels(connection, HOLDOUT_DAYS, date(1998, 7, 1))
    assert labels["label_date"].max() <= pd.Timestamp(HOLDOUT_START)
    later = later[later["as_of_date"] == pd.Timestamp(HOLDOUT_START)]
    later = later.set_index("customer_id").loc[cdnow_sample]
    settings = lifetime_value.Settings(draws=10)
    step = _last_step(features, labels, settings)
    rows = step.rows.set_index("customer_id").loc[cdnow_sample].reset_index()
    rows = with_expectations(step.taught.model, rows, settings, HOLDOUT_DAYS)
    found = {}
    for name in (BGNBD, step.choice.champion):
        told = forecast(step.taught, name, rows, settings)
        longer = extended(step.taught, name, rows, told, HOLDOUT_DAYS, settings)
        found[name] = pd.DataFrame(
            {
                "orders": later["order_count_next"].to_numpy(float),
                "expected_orders": longer.order_count,
                "spend": later["order_amount_sum_next"].to_numpy(float),
                "expected_spend": longer.revenue,
            }
        )
    return step.choice.champion, found


@tables.one_thread
def _last_step(
    features: pd.DataFrame, labels: pd.DataFrame, settings: lifetime_value.Settings
) -> Step:
    *_, step = walk(features, labels, settings, ANEW)
    return step


def _mean_absolute_error(rows: pd.DataFrame, thing: str) -> float:
    return float((rows[f"expected_{thing}"] - rows[thing]).abs().mean())


def test_cdnow_orders_of_the_39_weeks_held_out_are_nearer_than_published(
    cdnow_holdout: tuple[str, dict[str, pd.DataFrame]],
) -> None:
    """Per customer nearer, in total not: 1,597 orders of 1,882, error .774.

    Published for BG/NBD, fitted to the sample: 1,653 and .785. Nothing of the first 39
    weeks tells that orders then stop to fall: the last quarter known was foretold to
    1 %. And the two pull apart, as most customers order nothing: raised to the 1,653
    orders of BG/NBD, the same forecasts err by .780.
    """
    champion, found = cdnow_holdout
    ours, theirs = found[champion], found[BGNBD]

    assert champion == "mean"
    assert ours["orders"].sum() == 1882
    assert 1595 < ours["expected_orders"].sum() < 1882
    assert _mean_absolute_error(ours, "orders") < 0.776
    assert _mean_absolute_error(theirs, "orders") > 0.785
    assert ours.corr().loc["orders", "expected_orders"] > 0.625


def test_cdnow_spend_of_the_39_weeks_held_out_is_nearer_than_by_bgnbd(
    cdnow_holdout: tuple[str, dict[str, pd.DataFrame]],
) -> None:
    """Error 30.46 beside 30.55, r .582 beside .565; 61,254 of 70,976 in all."""
    champion, found = cdnow_holdout
    ours, theirs = found[champion], found[BGNBD]

    assert _mean_absolute_error(ours, "spend") < _mean_absolute_error(theirs, "spend")
    assert ours["expected_spend"].sum() > 55_000
    pearson, alone = (
        rows.corr().loc["spend", "expected_spend"] for rows in (ours, theirs)
    )
    assert pearson > alone
