"""BG/NBD: how often a customer comes back, and whether they still do.

While alive a customer orders as a Poisson process whose rate is gamma distributed
over customers; after each order they drop out for good with a beta distributed
probability. Source: Fader, Hardie & Lee 2005, "Counting your customers the easy way".
`x` repeat orders, the last `t_x` after the first, observed for `T`; one time unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, digamma, expit, gammaln, hyp2f1

Floats = NDArray[np.float64]

# Starts in log parameters: quick and slow buyers, early and late dropouts.
STARTS = ((0.0, 1.0, 0.0, 1.0), (-1.0, 1.5, -0.5, 1.0), (1.0, 0.0, -2.0, 2.0))
LOG_BOUND = 12.0
# distinct customers that a start is tried on
MOST_TRIED = 5_000
DAYS_A_WEEK = 7.0

NEAR_ONE = 1e-5
QUANTILES = 100
SMALLEST_DROPOUT = 1e-12


@dataclass(frozen=True)
class Parameters:
    """Gamma (r, alpha) of order rates and beta (a, b) of dropout probabilities."""

    r: float
    alpha: float
    a: float
    b: float


def history(rows: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Return x, t_x and T of feature rows: repeat order days, and weeks."""
    x = rows["repeat_order_count"].to_numpy(np.float64)
    t_x = rows["days_first_to_last_order"].to_numpy(np.float64) / DAYS_A_WEEK
    T = rows["days_since_first_order"].to_numpy(np.float64) / DAYS_A_WEEK
    return x, t_x, T


def compressed(x: Floats, t_x: Floats, T: Floats) -> tuple[Floats, ...]:
    """Return distinct (x, t_x, T) and how many customers share each."""
    order = np.lexsort((T, t_x, x))
    table = np.stack([x, t_x, T]).astype(np.float64)[:, order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (table[:, 1:] != table[:, :-1]).any(axis=0)
    starts = np.flatnonzero(is_first)
    counts = np.diff(starts, append=len(order)).astype(np.float64)
    return (*table[:, starts], counts)


def log_likelihood(parameters: Parameters, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Return each customer's log likelihood (equation 6 of the source)."""
    p = parameters
    before = (
        _of_count(gammaln, p.r, x) - gammaln(p.r) + p.r * np.log(p.alpha)
        + gammaln(p.a + p.b) + _of_count(gammaln, p.b, x) - gammaln(p.b)
        - _of_count(gammaln, p.a + p.b, x)
        - (p.r + x) * np.log(p.alpha + T)
    )  # fmt: skip
    return before + np.where(
        x > 0, np.logaddexp(0.0, _log_dead_odds(p, x, t_x, T)), 0.0
    )


def _of_count(function: Callable[[Floats], Floats], shift: float, x: Floats) -> Floats:
    """Return function(shift + x): counts are few, so it is worked out once for each."""
    counts = x.astype(np.intp)
    most = counts.max(initial=0)
    if most > len(x) or (counts != x).any():
        return function(shift + x)
    return function(shift + np.arange(most + 1.0))[counts]


def _log_dead_odds(p: Parameters, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Return log(P(dropped out) / P(alive)); only meaningful where x > 0."""
    tenure = np.log(p.alpha + T) - np.log(p.alpha + t_x)
    return np.log(p.a) - np.log(p.b + np.maximum(x, 1.0) - 1.0) + (p.r + x) * tenure


def log_gradient(p: Parameters, x: Floats, t_x: Floats, T: Floats) -> Floats:
    """Return d log likelihood / d log parameters, shape (4, customers)."""
    dead = np.where(x > 0, expit(_log_dead_odds(p, x, t_x, T)), 0.0)
    log_T, log_t = np.log(p.alpha + T), np.log(p.alpha + t_x)
    shared = digamma(p.a + p.b) - _of_count(digamma, p.a + p.b, x)
    last = np.where(x > 0, p.b + np.maximum(x, 1.0) - 1.0, 1.0)
    d_r = _of_count(digamma, p.r, x) - digamma(p.r) + np.log(p.alpha) - log_T
    d_r = d_r + dead * (log_T - log_t)
    d_alpha = p.r / p.alpha - (p.r + x) / (p.alpha + T)
    d_alpha = d_alpha + dead * (p.r + x) * (1 / (p.alpha + T) - 1 / (p.alpha + t_x))
    d_a = shared + dead / p.a
    d_b = shared + _of_count(digamma, p.b, x) - digamma(p.b) - dead / last
    return np.stack([d_r * p.r, d_alpha * p.alpha, d_a * p.a, d_b * p.b])


def fit(x: Floats, t_x: Floats, T: Floats) -> Parameters | None:
    """Return the maximum likelihood parameters, or None when nobody came back.

    L-BFGS on log parameters with the analytic gradient. Many customers: the best of
    several starts is found on an even sample of them, then followed on all. Without a
    repeat order the likelihood has no maximum.
    """
    if not len(x) or not (np.asarray(x) > 0).any():
        return None
    known = compressed(x, t_x, T)
    step = -(-len(known[0]) // MOST_TRIED)
    tried = tuple(part[::step] for part in known)
    best = min((_climb(start, *tried) for start in STARTS), key=lambda end: end[1])
    if step > 1:
        best = _climb(best[0], *known)
    return Parameters(*(float(value) for value in np.exp(best[0])))


def _climb(
    start: Sequence[float] | Floats, x: Floats, t_x: Floats, T: Floats, weight: Floats
) -> tuple[Floats, float]:
    """Return the log parameters where the climb from `start` ends, and their loss."""

    def loss(log_parameters: Floats) -> tuple[float, Floats]:
        parameters = Parameters(*np.exp(log_parameters))
        value = (weight * log_likelihood(parameters, x, t_x, T)).sum()
        slope = (weight * log_gradient(parameters, x, t_x, T)).sum(axis=1)
        return -value / weight.sum(), -slope / weight.sum()

    bounds = [(-LOG_BOUND, LOG_BOUND)] * 4
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-9}
    end = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options
    )
    return end.x, float(end.fun)


def alive_probability(
    parameters: Parameters, x: Floats, t_x: Floats, T: Floats
) -> Floats:
    """Return the probability that a customer has not dropped out; 1 without repeats."""
    odds = _log_dead_odds(parameters, x, t_x, T)
    return np.where(x > 0, expit(-odds), 1.0)


def expected_count(
    parameters: Parameters, t: float, x: Floats, t_x: Floats, T: Floats
) -> Floats:
    """Return the expected number of orders in the next `t` (equation 10).

    Euler's transformation keeps the hypergeometric function's arguments small:
    as printed it overflows for customers with hundreds of orders.
    """
    p = parameters
    # the formula is 0 / 0 at a = 1, its limit is not
    a = p.a if abs(p.a - 1.0) > NEAR_ONE else 1.0 + NEAR_ONE
    z = t / (p.alpha + T + t)
    with np.errstate(all="ignore"):
        series = hyp2f1(a + p.b - 1.0 - p.r, a - 1.0, a + p.b + x - 1.0, z)
        gone = np.exp((a - 1.0) * np.log1p(-z)) * series
        count = (a + p.b + x - 1.0) / (a - 1.0) * (1.0 - gone)
    most = (p.r + x) / (p.alpha + T) * t
    lost = ~((count >= -NEAR_ONE) & (count <= most * (1.0 + NEAR_ONE) + NEAR_ONE))
    if lost.any():
        count[lost] = _averaged_count(p, t, x[lost], T[lost])
    alive = alive_probability(p, x, t_x, T)
    return alive * np.clip(count, 0.0, most)


def _averaged_count(p: Parameters, t: float, x: Floats, T: Floats) -> Floats:
    """Return the expected number of orders while alive, by averaging over dropout.

    For customers all alike the series of the formula is lost in rounding. The mean of
    (1 - (1 + q t / (alpha + T))^-(r + x)) / q over quantiles of the dropout
    probability q is right to a few hundredths.
    """
    middles = (np.arange(QUANTILES) + 0.5)[:, None] / QUANTILES
    q = np.maximum(betaincinv(p.a, p.b + x, middles), SMALLEST_DROPOUT)
    left = np.expm1(-(p.r + x) * np.log1p(q * t / (p.alpha + T)))
    return (-left / q).mean(axis=0)


def silence_probability(
    parameters: Parameters, t: float, x: Floats, t_x: Floats, T: Floats
) -> Floats:
    """Return the probability of no order in the next `t`.

    Either dropped out, or alive with a gamma distributed rate that gives none.
    """
    p = parameters
    quiet = np.exp((p.r + x) * (np.log(p.alpha + T) - np.log(p.alpha + T + t)))
    return 1.0 - alive_probability(p, x, t_x, T) * (1.0 - quiet)
