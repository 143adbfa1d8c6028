"""Which forecast of revenue is used at a date: the one that was best on later periods.

Every candidate's forecasts are kept as made at each date, and compared when the horizon
is over. The measure is the mean Tweedie deviance of power 1.5, between that of counts
and of amounts: like revenue it has many zeros and few large values, and what makes it
least is the mean (Jorgensen 1987; Gneiting 2011). Totals are matched first: whether
customers are told apart is asked here, how high the level lies in `levels`.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats

BGNBD, BLEND, TWO_PART, MEAN = CANDIDATES = ("bgnbd", "blend", "two_part", "mean")
METRIC = "revenue_deviance_matched"
POWER = 1.5
# the last periods known at a date
PERIODS = 3
# what a rival must gain on BG/NBD, which needs no labels and can be read, and on one
# number for everybody: where nobody can be told apart, trees that learned nothing err
# less than histories do
LEAST_GAIN = 0.01
# what another must gain on the mean of forecasts, which errs less on what is yet unseen
# (Bates & Granger 1969)
LEAST_LEAD = 0.005
SHARES_WON = "Shares learned on earlier dates beat bgnbd on the last known one."
# of the mean forecast: nobody is certain to buy nothing
LEAST_SHARE = 1e-3


@dataclass(frozen=True)
class Choice:
    """The champion, each candidate's mean deviance if it was compared, and why."""

    champion: str
    losses: dict[str, float]
    reason: str
    loss_of_one_number: float = np.inf


def choose(
    trials: pd.DataFrame, fit_date: pd.Timestamp, has_blend: bool = False
) -> Choice:
    """Choose from `trials`: labelled rows with one forecast of revenue a candidate.

    `has_blend`: the blend's shares have won on the last known date, a trial of its own;
    it then stands where BG/NBD would, unless one number for everybody would do better.
    """
    choice = _by_deviance(trials, fit_date)
    of_blend = choice.losses.get(BLEND, 0.0)
    is_told_apart = of_blend <= (1.0 - LEAST_GAIN) * choice.loss_of_one_number
    if has_blend and choice.champion == BGNBD and is_told_apart:
        return replace(choice, champion=BLEND, reason=f"{SHARES_WON} {choice.reason}")
    return choice


def _by_deviance(trials: pd.DataFrame, fit_date: pd.Timestamp) -> Choice:
    trials = tables.known_at(trials, fit_date)
    trials = trials[trials[list(CANDIDATES)].notna().all(axis=1)]
    dates = sorted(trials["as_of_date"].unique())[-PERIODS:]
    if not dates:
        return Choice(BGNBD, {}, "No period after a fit of all candidates is over yet.")
    losses = {
        name: float(np.mean([_loss(trials, date, name) for date in dates]))
        for name in CANDIDATES
    }
    best = min(CANDIDATES, key=lambda name: losses[name])
    if losses[MEAN] <= losses[best] / (1.0 - LEAST_LEAD):
        best = MEAN
    alike = float(np.mean([_loss_of_one_number(trials, date) for date in dates]))
    is_won = losses[best] < (1.0 - LEAST_GAIN) * min(losses[BGNBD], alike)
    champion = best if is_won else BGNBD
    return Choice(champion, losses, _reason(champion, losses, best, dates), alike)


def _loss_of_one_number(trials: pd.DataFrame, date: pd.Timestamp) -> float:
    """Return the deviance where everybody is expected to spend the mean."""
    rows = trials[trials["as_of_date"] == date]
    actual = np.maximum(tables.numbers(rows, "order_amount_sum_next"), 0.0)
    return deviance(actual, matched(actual, np.ones(len(actual))))


def _loss(trials: pd.DataFrame, date: pd.Timestamp, name: str) -> float:
    rows = trials[trials["as_of_date"] == date]
    actual = np.maximum(tables.numbers(rows, "order_amount_sum_next"), 0.0)
    return deviance(actual, matched(actual, tables.numbers(rows, name)))


def matched(actual: Floats, forecast: Floats) -> Floats:
    """Return the forecast scaled to what was realised in total."""
    total = float(forecast.sum())
    return forecast * (float(actual.sum()) / total) if total > 0 else forecast


def deviance(actual: Floats, forecast: Floats) -> float:
    """Return the mean Tweedie deviance of power 1.5; forecasts are kept above 0."""
    least = max(LEAST_SHARE * float(forecast.mean()), 1e-9)
    mean = np.maximum(forecast, least)
    # actual^(2-p)/((1-p)(2-p)) - actual mean^(1-p)/(1-p) + mean^(2-p)/(2-p), p = 1.5
    return float(
        (4.0 * (actual / np.sqrt(mean) + np.sqrt(mean) - 2.0 * np.sqrt(actual))).mean()
    )


def _reason(champion: str, losses: dict[str, float], best: str, dates: list) -> str:
    where = f"the {len(dates)} last known periods" if dates[1:] else "the known period"
    if champion == BGNBD:
        rival = min((BLEND, TWO_PART, MEAN), key=lambda name: losses[name])
        change = losses[rival] / losses[BGNBD] - 1.0 if losses[BGNBD] else 0.0
        return (
            f"{rival} had {change:+.1%} of deviance beside bgnbd on {where}; a rival "
            f"must save {LEAST_GAIN:.0%}, of one number for everybody as well, so "
            "BG/NBD's assumptions are kept."
        )
    gain = 1.0 - losses[best] / losses[BGNBD]
    return (
        f"{champion} saves {gain:.1%} of bgnbd's deviance on {where}: orders alone, "
        "under BG/NBD's assumptions, tell customers apart less well."
    )
