"""How high revenue lies at a date: level, season and decay, from earlier quarters.

BG/NBD knows no season, and its customers leave only after an order. Both show in what
its latest parameters say of earlier dates beside what was realised there, in the next
horizon and the ones after it: the log of their ratio is a level, a yearly wave and a
step a lead. Nothing is learned before labels span almost a year: until then a season
and a level cannot be told apart.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, tables
from customer360.ml.lifetime_value.fitting import Fit, Settings, purchases
from customer360.ml.metrics import Floats

YEAR = 365
DAYS_A_YEAR, DAYS_A_MONTH = 365.25, 30.4
# a phase needs a fixed origin; which one does not matter
EPOCH = pd.Timestamp("2000-01-01")
# from the first labelled date to the end of the last label
LEAST_SPAN_DAYS = 330
# a smaller wave is not told from what else the models get wrong
LEAST_SWING = 0.1
# nor is a smaller level, in logs: correcting it would add noise
LEAST_CHANGE = 0.05
LEAST_ORDERS = 500

COLUMNS = [
    *tables.KEYS,
    "repeat_order_count",
    "days_first_to_last_order",
    "days_since_first_order",
]


@dataclass(frozen=True)
class Level:
    """Log factors on BG/NBD's expectation: constant, a step a lead, and a wave.

    `quarter` and `year` are the factors on the next horizon and the next 365 days.
    """

    is_learned: bool = False
    constant: float = 0.0
    lead: float = 0.0
    cosine: float = 0.0
    sine: float = 0.0
    quarter: float = 1.0
    year: float = 1.0

    @property
    def swing(self) -> float:
        """Return the height of the yearly wave, as a log factor."""
        return float(np.hypot(self.cosine, self.sine))

    def season(self, middles: pd.Series) -> Floats:
        """Return the factor of the season at these dates."""
        cosine, sine = _wave(middles)
        return np.exp(self.cosine * cosine + self.sine * sine)


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
    learned = _regression(cells)
    weights = _increments(now, model, settings).sum(axis=1)
    middles = pd.Series([_middle(fit_date, lead, settings) for lead in _leads(weights)])
    trend = np.exp(learned.constant + learned.lead * _leads(weights))
    factors = trend * learned.season(middles)
    year = float((weights * factors).sum() / weights.sum())
    return Level(
        True,
        learned.constant,
        learned.lead,
        learned.cosine,
        learned.sine,
        float(factors[0]),
        year,
    )


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
        for lead in _leads(expected):
            later = date + pd.DateOffset(months=int(months * lead))
            if later not in labelled:
                continue
            counts = labels[labels["as_of_date"] == later].set_index("customer_id")
            of_date = past["customer_id"].iloc[at]
            actual = counts["order_count_next"].reindex(of_date).sum()
            middle = _middle(date, lead, settings)
            cells.append((lead, middle, actual, expected[lead, at].sum()))
    return pd.DataFrame(cells, columns=["lead", "middle", "actual", "expected"])


def _regression(cells: pd.DataFrame) -> Level:
    """Return the log factors that fit the cells best, each weighing what it expects."""
    usable = cells[(cells["actual"] > 0) & (cells["expected"] > 0)]
    ones, lead = np.ones(len(usable)), usable["lead"].to_numpy(np.float64)
    ratio = usable["actual"].to_numpy() / usable["expected"].to_numpy()
    target = np.log(ratio.astype(np.float64))
    weight = np.sqrt(usable["expected"].to_numpy())

    def solved(*columns: Floats) -> Floats:
        inputs = np.stack(columns, axis=1) * weight[:, None]
        return np.linalg.lstsq(inputs, target * weight, rcond=None)[0]

    wave = _wave(usable["middle"])
    constant, step, cosine, sine = solved(ones, lead, *wave)
    if np.hypot(cosine, sine) < LEAST_SWING:
        constant, step = solved(ones, lead)
        cosine = sine = 0.0
        change = np.average((constant + step * lead) ** 2, weights=weight**2)
        if change < LEAST_CHANGE**2:
            constant = step = 0.0
    return Level(True, *(float(part) for part in (constant, step, cosine, sine)))


def _leads(by_lead: Floats) -> np.ndarray:
    return np.arange(len(by_lead))


def _middle(date: pd.Timestamp, lead: int, settings: Settings) -> pd.Timestamp:
    return date + pd.Timedelta(days=settings.horizon_days * (int(lead) + 0.5))


def _wave(middles: pd.Series) -> tuple[Floats, Floats]:
    days = (pd.to_datetime(middles) - EPOCH) / pd.Timedelta(days=1)
    phase = 2.0 * np.pi * days.to_numpy(np.float64) / DAYS_A_YEAR
    return np.cos(phase), np.sin(phase)
