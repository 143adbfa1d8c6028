"""The walk along the grid: each step learns from what the steps before foretold."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import grid, tables
from customer360.ml.fits import Fits
from customer360.ml.lifetime_value import blend as value_blend
from customer360.ml.lifetime_value import bounds, champion, comebacks, forecasts, levels
from customer360.ml.lifetime_value import two_part as value_two_part
from customer360.ml.lifetime_value.blend import Quantity, Shares
from customer360.ml.lifetime_value.bounds import Forecast, Spread
from customer360.ml.lifetime_value.champion import Choice
from customer360.ml.lifetime_value.fitting import (
    MODEL_NAME,
    Fit,
    Settings,
    fit,
    purchases,
    with_expectations,
)
from customer360.ml.lifetime_value.forecasts import Candidates
from customer360.ml.lifetime_value.levels import YEAR

QUARTER = 90


@dataclass(frozen=True)
class Step:
    """One step: what was learned, which candidate is used and why, and its rows.

    `spreads` are those of revenue by days looked ahead; `nominal_level` is the level
    at which they hold 80 %.
    """

    fit_date: pd.Timestamp
    taught: Candidates
    choice: Choice
    spreads: dict[int, Spread]
    nominal_level: float
    rows: pd.DataFrame
    model_version: str | None


class Past:
    """What earlier dates left to learn from, sampled so that it stays of one size.

    Of a month start, that is: other dates come and go with each build. What is added
    later changes no choice between the rows that were there. Levels follow customers
    through the year, so the same ones are kept; lessons are of others each month.
    """

    def __init__(self, nobody: pd.DataFrame, known: pd.DataFrame) -> None:
        """Start with no rows, typed like `nobody`; `known` are complete labels."""
        self._known = known
        self._history = nobody[[name for name in levels.COLUMNS if name in nobody]]
        self._lessons = [tables.with_labels(nobody, known)]

    def add(self, customers: pd.DataFrame, settings: Settings) -> None:
        """Add a date's rows."""
        history = customers[self._history.columns]
        self._history = tables.sample_by_key(
            pd.concat([self._history, history], ignore_index=True),
            settings.max_level_rows,
        )
        is_of_date = self._known["as_of_date"].isin(customers["as_of_date"])
        outcomes = tables.with_labels(customers[tables.KEYS], self._known[is_of_date])
        sample = tables.sample_in_turn(outcomes, settings.max_lessons)
        self._lessons.append(customers.merge(sample, on=tables.KEYS))

    def history(self, fit_date: pd.Timestamp) -> pd.DataFrame:
        """Return rows up to the fit date, with order_count_next where it is known."""
        complete = self._known[self._known["label_date"] <= fit_date]
        counts = complete[[*tables.KEYS, "order_count_next"]]
        return self._history.merge(counts, on=tables.KEYS, how="left")

    def lessons(self, fit_date: pd.Timestamp, settings: Settings) -> pd.DataFrame:
        """Return labelled rows whose label was complete at the fit date."""
        known = [tables.known_at(lesson, fit_date) for lesson in self._lessons]
        lessons = pd.concat(known, ignore_index=True)
        # many dates of few people are few people: trees would learn them by heart
        if lessons["customer_id"].nunique() < settings.min_boosting_customers:
            return lessons.iloc[:0]
        return tables.sample_in_turn(lessons, settings.max_balanced_rows)


def walk(
    features: pd.DataFrame, labels: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[Step]:
    """Yield the steps in order of time."""
    known = tables.complete_labels(labels, settings.horizon_days)
    nobody = tables.by_key(features.iloc[:0])
    untaught = Candidates(Fit(), _models_alone(settings), None, levels.NONE)
    foretold = [_foretold(untaught, nobody, settings)]
    past = Past(nobody, known)
    learns = _dates_to_learn_from(features)
    for fit_date, part in grid.rows_by_fit(features):
        customers = part[part["as_of_date"] == fit_date]
        if fit_date in learns:
            past.add(customers, settings)
        model = fits.get_or_fit(fit, customers, fit_date, settings)
        trials = _trials(foretold, known, fit_date)
        taught = _taught(model, past, trials, fit_date, settings, fits)
        choice = champion.choose(trials, fit_date, _has_blend(taught))
        spreads = _spreads(customers, model, settings, fits)
        nominal = _nominal_level(trials, taught, choice, spreads, settings)
        version = _version(model, choice, fit_date, settings)
        yield Step(fit_date, taught, choice, spreads, nominal, part, version)
        foretold.append(_foretold(taught, customers, settings))


def _dates_to_learn_from(features: pd.DataFrame) -> set[pd.Timestamp]:
    dates = pd.DataFrame(
        {"as_of_date": pd.to_datetime(features["as_of_date"].unique())}
    )
    return set(grid.month_starts(dates)["as_of_date"])


def _models_alone(settings: Settings) -> dict[Quantity, Shares]:
    quantities = value_blend.quantities(settings.horizon_days)
    return dict.fromkeys(quantities, value_blend.MODEL_ALONE)


def _has_blend(taught: Candidates) -> bool:
    return any(share != value_blend.MODEL_ALONE for share in taught.shares.values())


def _version(
    model: Fit, choice: Choice, fit_date: pd.Timestamp, settings: Settings
) -> str | None:
    if model.orders is None:
        return None
    name = choice.champion.replace("_", "-")
    return grid.version(f"{MODEL_NAME}-{name}", fit_date, settings)


def _taught(
    model: Fit,
    past: Past,
    trials: pd.DataFrame,
    fit_date: pd.Timestamp,
    settings: Settings,
    fits: Fits,
) -> Candidates:
    """Return what each candidate learns from the labels complete at the fit date."""
    sample = tables.sample_in_turn(trials, settings.max_training_rows)
    shares = {
        quantity: fits.get_or_fit(value_blend.learned_shares, sample, quantity)
        for quantity in value_blend.quantities(settings.horizon_days)
    }
    history, lessons = past.history(fit_date), past.lessons(fit_date, settings)
    level = fits.get_or_fit(levels.fit, history, model, fit_date, settings)
    two_part = fits.get_or_fit(value_two_part.fit, lessons, model, level, settings)
    back = fits.get_or_fit(comebacks.fit, history, model, fit_date, settings)
    return Candidates(model, shares, two_part, level, back)


def _foretold(
    taught: Candidates, customers: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return what every candidate foretells a sample of customers, to be compared."""
    horizon = settings.horizon_days
    sample = tables.sample_in_turn(customers, settings.max_training_rows)
    sample = with_expectations(taught.model, sample, settings)
    found = sample[value_blend.columns(sample, horizon)].copy()
    for name, told in forecasts.every_forecast(taught, sample, settings).items():
        found[name] = told.revenue
        found[f"{name}_order_count"] = told.order_count
        found[f"{name}_any_order"] = told.any_order
    return found


def _trials(
    foretold: list[pd.DataFrame], known: pd.DataFrame, fit_date: pd.Timestamp
) -> pd.DataFrame:
    """Return earlier forecasts with what followed, as far as it is known by now."""
    complete = known[known["label_date"] <= fit_date]
    return tables.with_labels(grid.month_starts(pd.concat(foretold)), complete)


def _spreads(
    customers: pd.DataFrame, model: Fit, settings: Settings, fits: Fits
) -> dict[int, Spread]:
    if model.orders is None or model.amounts is None:
        return {}
    sample = tables.sample_by_key(customers, settings.drawn_customers)
    horizons = sorted({settings.horizon_days, QUARTER, YEAR})
    return {
        days: fits.get_or_fit(bounds.spread, purchases(sample), model, days, settings)
        for days in horizons
    }


def _nominal_level(
    trials: pd.DataFrame,
    taught: Candidates,
    choice: Choice,
    spreads: dict[int, Spread],
    settings: Settings,
) -> float:
    """Return the nominal level that held 80 % of the champion's last known periods.

    Where the level is learned from the year, what earlier dates could not know of it
    is left out: their totals are matched.
    """
    name = choice.champion
    usable = trials[trials[name].notna()]
    if usable.empty or not spreads:
        return bounds.LEVEL
    dates = sorted(usable["as_of_date"].unique())[-champion.PERIODS :]
    usable = usable[usable["as_of_date"].isin(dates)]
    actual = tables.numbers(usable, "order_amount_sum_next")
    factor = np.ones(len(usable))
    if taught.level.is_learned:
        both = usable[["order_amount_sum_next", name]]
        sums = both.groupby(usable["as_of_date"]).transform("sum")
        factor = tables.numbers(sums, "order_amount_sum_next") / sums[name].to_numpy()
    told = Forecast(
        tables.numbers(usable, f"{name}_any_order"),
        tables.numbers(usable, f"{name}_order_count") * factor,
        tables.numbers(usable, name) * factor,
    )
    return bounds.learned_level(actual, told, spreads[settings.horizon_days])
