"""How high revenue lies at a date: level, season and ageing, from earlier quarters.

BG/NBD knows no season, and its customers leave only after an order. Both show in what
its latest parameters say of earlier dates beside what was realised there, in the next
horizon and the ones after it. Their ratio is

    exp(constant - ageing * x) * season(this horizon) / season(the one before) ** lag.

The season is an index of mean 1 with one yearly wave: the mean of such an index over
any window is one, too. After a high season histories promise more than they keep, so
some of it is taken off. x is the mean log of how much older customers are by the middle
of a horizon than by that of the next one: of people who leave by hazards of their own,
those who have stayed for long stay on (Lomax 1954, "Business failures"). Nothing is
learned before labels span ten months: of a shorter time a trend could pass for a year.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from customer360.ml import bgnbd, tables
from customer360.ml.lifetime_value.fitting import Fit, Settings, purchases
from customer360.ml.metrics import Floats

YEAR = 365
DAYS_A_YEAR, DAYS_A_MONTH = 365.25, 30.4
# a phase needs a fixed origin; which one does not matter
EPOCH = pd.Timestamp("2000-01-01")
# from the first labelled date to the end of the last label
LEAST_SPAN_DAYS = 300
# a smaller wave is not told from what else the models get wrong
LEAST_SWING = 0.1
MOST_SWING = 1.0
# nor is a smaller level of the year ahead, in logs: correcting it would add noise
LEAST_CHANGE = 0.05
LEAST_ORDERS = 500
# a season that all but stops, while a wave is looked for
LEAST_INDEX = 0.05
# of learned numbers: what is below differs between processors
DECIMALS = 6

COLUMNS = [
    *tables.KEYS,
    "repeat_order_count",
    "days_first_to_last_order",
    "days_since_first_order",
]


@dataclass(frozen=True)
class Wave:
    """One yearly wave, by the height of its cosine and its sine."""

    cosine: float = 0.0
    sine: float = 0.0

    @property
    def swing(self) -> float:
        """Return how high it rises."""
        return float(np.hypot(self.cosine, self.sine))

    def at(self, dates: pd.Series) -> Floats:
        """Return its height at these dates."""
        cosine, sine = waves(dates)
        return self.cosine * cosine + self.sine * sine


NO_WAVE = Wave()


@dataclass(frozen=True)
class Level:
    """Factors on BG/NBD's expectation, as the head of this file says.

    By lead, in horizons: `weights` are the orders expected, `aged` is x.
    """

    is_learned: bool = False
    constant: float = 0.0
    ageing: float = 0.0
    wave: Wave = NO_WAVE
    lag: float = 0.0
    horizon_days: int = 90
    weights: tuple[float, ...] = (1.0,)
    aged: tuple[float, ...] = (0.0,)

    def season(self, dates: pd.Series, lead: pd.Series | int = 0) -> Floats:
        """Return the index of the season in the horizon of that lead after a date."""
        middles = dates + pd.to_timedelta(self.horizon_days * (lead + 0.5), unit="D")
        return np.maximum(1.0 + self.wave.at(middles), LEAST_INDEX)

    def of_horizon(self, dates: pd.Series, lead: int = 0) -> Floats:
        """Return the factor on a horizon after these dates."""
        trend = np.exp(self.constant - self.ageing * self.aged[lead])
        return trend * self.season(dates, lead) / self.season(dates, -1) ** self.lag

    def of_year(self, dates: pd.Series) -> Floats:
        """Return the factor on the 365 days after these dates."""
        factors = [self.of_horizon(dates, lead) for lead in range(len(self.aged))]
        return np.average(factors, axis=0, weights=self.weights)


NONE = Level()


def fit(
    past: pd.DataFrame, model: Fit, fit_date: pd.Timestamp, settings: Settings
) -> Level:
    """Learn from `past`: rows before and at `fit_date`, with order_count_next if known.

    The rows of `fit_date` say how a year's orders spread over its horizons.
    """
    known = past[past["order_count_next"].notna()]
    if model.orders is None or not _spans_a_year(known, settings):
        return NONE
    now = past[past["as_of_date"] == fit_date]
    cells = _cells(past, _increments(past, model, settings), settings)
    if now.empty or cells["actual"].sum() < LEAST_ORDERS:
        return NONE
    learned = _regression(cells, settings)
    expected = _increments(now, model, settings)
    aged = [_aged(now, lead, orders, settings) for lead, orders in enumerate(expected)]
    weights = tuple(expected.sum(axis=1).tolist())
    if not learned.wave.swing:
        change = (learned.constant - learned.ageing * np.array(aged)) ** 2
        if np.average(change, weights=weights) < LEAST_CHANGE**2:
            return Level(True, horizon_days=settings.horizon_days)
    return replace(learned, weights=weights, aged=tuple(aged))


def waves(dates: pd.Series) -> tuple[Floats, Floats]:
    """Return the cosine and the sine of the year at these dates."""
    days = (pd.to_datetime(dates) - EPOCH) / pd.Timedelta(days=1)
    phase = 2.0 * np.pi * days.to_numpy(np.float64) / DAYS_A_YEAR
    return np.cos(phase), np.sin(phase)


def _spans_a_year(known: pd.DataFrame, settings: Settings) -> bool:
    if known.empty:
        return False
    days = (known["as_of_date"].max() - known["as_of_date"].min()).days
    return days + settings.horizon_days >= LEAST_SPAN_DAYS


def _increments(rows: pd.DataFrame, model: Fit, settings: Settings) -> Floats:
    """Return (leads, rows): order days BG/NBD expects in each horizon of a year."""
    assert model.orders is not None
    horizon = settings.horizon_days
    ends = [*range(horizon, YEAR - horizon // 2, horizon), YEAR]
    known = purchases(rows)
    history = known.x, known.t_x, known.T
    counts = [
        bgnbd.expected_count(model.orders, days / bgnbd.DAYS_A_WEEK, *history)
        for days in ends
    ]
    return np.diff(np.stack([np.zeros(len(rows)), *counts]), axis=0)


def _aged(rows: pd.DataFrame, lead: int, expected: Floats, settings: Settings) -> float:
    """Return how much older customers are by a horizon's middle than by the next one's.

    The mean log of it, each weighing the orders that are expected in that horizon.
    """
    age = tables.numbers(rows, "days_since_first_order") + settings.horizon_days / 2
    older = np.log1p(lead * settings.horizon_days / age)
    return float(np.average(older, weights=expected)) if expected.sum() > 0 else 0.0


def _cells(past: pd.DataFrame, expected: Floats, settings: Settings) -> pd.DataFrame:
    """Return one row per date and lead: orders realised and expected of its customers.

    The label of a lead is that of the date so many horizons later.
    """
    months = max(1, round(settings.horizon_days / DAYS_A_MONTH))
    labels = past[[*tables.KEYS, "order_count_next"]].dropna()
    labelled = set(labels["as_of_date"].unique())
    cells = []
    for date in sorted(past["as_of_date"].unique()):
        at = np.flatnonzero(past["as_of_date"] == date)
        for lead in range(len(expected)):
            later = date + pd.DateOffset(months=months * lead)
            if later not in labelled:
                continue
            counts = labels[labels["as_of_date"] == later].set_index("customer_id")
            of_date = past["customer_id"].iloc[at]
            cells.append(
                {
                    "date": date,
                    "lead": lead,
                    "aged": _aged(past.iloc[at], lead, expected[lead, at], settings),
                    "actual": counts["order_count_next"].reindex(of_date).sum(),
                    "expected": expected[lead, at].sum(),
                }
            )
    return pd.DataFrame(cells, columns=["date", "lead", "aged", "actual", "expected"])


def _regression(cells: pd.DataFrame, settings: Settings) -> Level:
    """Return what fits the cells' log ratios best, each weighing what it expects."""
    usable = cells[(cells["actual"] > 0) & (cells["expected"] > 0)]
    usable = usable.assign(ratio=usable["actual"] / usable["expected"])
    seasonal = _least_squares(usable, 5, settings)
    if seasonal.wave.swing >= LEAST_SWING:
        return seasonal
    return _least_squares(usable, 2, settings)


def _least_squares(cells: pd.DataFrame, count: int, settings: Settings) -> Level:
    """Return the level of which the first so many numbers are learned."""
    ratio, expected, aged = (
        cells[name].to_numpy(np.float64) for name in ("ratio", "expected", "aged")
    )

    def misses(numbers: Floats) -> Floats:
        found = _of(numbers, settings)
        said = found.constant - found.ageing * aged
        said += np.log(found.season(cells["date"], cells["lead"]))
        said -= np.log(found.season(cells["date"], -1)) * found.lag
        return (np.log(ratio) - said) * np.sqrt(expected)

    least = np.array([-np.inf, -np.inf, -MOST_SWING, -MOST_SWING, 0.0])[:count]
    most = np.array([np.inf, np.inf, MOST_SWING, MOST_SWING, 1.0])[:count]
    # not at a bound, and not where a lag of no season is worth nothing
    start = np.array([0.0, 0.0, 0.01, 0.01, 0.5])[:count]
    found = least_squares(misses, start, bounds=(least, most), x_scale=0.1)
    return _of(found.x.round(DECIMALS), settings)


def _of(numbers: Floats, settings: Settings) -> Level:
    constant, ageing, cosine, sine, lag = np.append(numbers, [0.0] * 3)[:5].tolist()
    wave = Wave(cosine, sine)
    return Level(True, constant, ageing, wave, lag, settings.horizon_days)
