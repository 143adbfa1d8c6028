"""Bounds of one customer's future revenue: an interval that holds 80 % of futures.

A future is either without an order or, given one, the mean times a factor. How factors
spread is drawn from BG/NBD and gamma-gamma for a sample of customers, by how many
orders they are expected to make, once per fit. How much wider the world is than the
models is told by the nominal level at which the bounds held 80 % of earlier periods,
whose end is known (split conformal: Vovk, Gammerman & Shafer 2005).
"""

from dataclasses import dataclass, field

import numpy as np

from customer360.ml import bgnbd, gamma_gamma
from customer360.ml.lifetime_value import draws as value_draws
from customer360.ml.lifetime_value.draws import Purchases
from customer360.ml.lifetime_value.fitting import Fit, Settings
from customer360.ml.metrics import Floats

LEVEL = 0.8
GROUP_COUNT = 12
PROBABILITIES = np.linspace(0.0, 1.0, 101)[1:-1]
LEAST_FUTURES = 200
NOMINAL_LEVELS = (0.3, 0.995)
HALVINGS = 20


@dataclass(frozen=True)
class Forecast:
    """What a horizon holds for each row: chance of any order, orders, revenue."""

    any_order: Floats
    order_count: Floats
    revenue: Floats

    @property
    def revenue_given_any(self) -> Floats:
        """Return the mean revenue of the futures with an order."""
        return self.revenue / self.any_order

    @property
    def count_given_any(self) -> Floats:
        """Return the mean orders of the futures with an order, at least 1."""
        return np.maximum(self.order_count / self.any_order, 1.0)


@dataclass(frozen=True)
class Spread:
    """Quantiles of revenue over its mean, given an order, by group of order counts.

    `edges` (groups - 1,) part the groups; `factors` is (groups, len(PROBABILITIES)).
    """

    edges: Floats = field(default_factory=lambda: np.empty(0))
    factors: Floats = field(default_factory=lambda: np.ones((1, len(PROBABILITIES))))


def spread(known: Purchases, model: Fit, days: int, settings: Settings) -> Spread:
    """Draw futures of a sample of customers and return how they spread."""
    assert model.orders is not None and model.amounts is not None
    weeks = days / bgnbd.DAYS_A_WEEK
    history = known.x, known.t_x, known.T
    silence = bgnbd.silence_probability(model.orders, weeks, *history)
    count = bgnbd.expected_count(model.orders, weeks, *history)
    given = np.maximum(count / np.maximum(1.0 - silence, 1e-9), 1.0)
    mean = given * gamma_gamma.expected_amount(
        model.amounts, known.x, known.mean_amount
    )
    generator = np.random.default_rng(settings.seed)
    revenue = value_draws.revenue_draws(
        (model.orders, model.amounts), known, weeks, settings.draws, generator
    )
    edges = np.unique(np.quantile(given, np.arange(1, GROUP_COUNT) / GROUP_COUNT))
    groups = np.searchsorted(edges, given)
    factors = revenue / np.maximum(mean, 1e-9)
    rows = [_quantiles(factors[:, groups == g]) for g in range(len(edges) + 1)]
    return Spread(edges, np.stack(rows))


def _quantiles(factors: Floats) -> Floats:
    positive = factors[factors > 0]
    if len(positive) < LEAST_FUTURES:
        return np.ones(len(PROBABILITIES))
    return np.quantile(positive, PROBABILITIES)


def interval(
    forecast: Forecast, spread: Spread, nominal: float
) -> tuple[Floats, Floats]:
    """Return the lower and upper bound of each row's revenue, holding what is expected.

    Where no order at all is likelier than the lower tail, the bound below is 0 and the
    one above leaves out both tails: the interval stays as short as it can be.
    """
    tail = (1.0 - nominal) / 2.0
    both = 1.0 - forecast.any_order < tail
    lower = np.where(both, _quantile(forecast, spread, np.full(len(both), tail)), 0.0)
    upper = _quantile(forecast, spread, np.where(both, 1.0 - tail, nominal))
    return np.fmin(lower, forecast.revenue), np.fmax(upper, forecast.revenue)


def _quantile(forecast: Forecast, spread: Spread, reach: Floats) -> Floats:
    """Return the revenue that a share `reach` of futures stays below."""
    silence = 1.0 - forecast.any_order
    share = (reach - silence) / forecast.any_order
    groups = np.searchsorted(spread.edges, forecast.count_given_any)
    factor = np.zeros(len(share))
    for group, factors in enumerate(spread.factors):
        at = groups == group
        factor[at] = np.interp(share[at], PROBABILITIES, factors)
    return np.where(share > 0, forecast.revenue_given_any * factor, 0.0)


def learned_level(actual: Floats, forecast: Forecast, spread: Spread) -> float:
    """Return the nominal level with which the intervals hold as many as they promise.

    Judged on customers of whom an order can be expected: who is all but certain to be
    silent is inside any interval from 0.
    """
    open_ = forecast.any_order > 1.0 - LEVEL
    if open_.sum() < LEAST_FUTURES:
        return LEVEL
    rows = Forecast(
        forecast.any_order[open_], forecast.order_count[open_], forecast.revenue[open_]
    )
    low, high = NOMINAL_LEVELS
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if coverage(actual[open_], *interval(rows, spread, middle)) < LEVEL:
            low = middle
        else:
            high = middle
    return high


def coverage(actual: Floats, lower: Floats, upper: Floats) -> float:
    """Return the share of rows that lie between their bounds."""
    return float(((actual >= lower) & (actual <= upper)).mean())
