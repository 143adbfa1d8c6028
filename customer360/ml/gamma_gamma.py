"""Gamma-gamma: the mean amount of a customer's orders, shrunk to everybody's.

Amounts are gamma distributed around a customer's own mean, whose scale is gamma
distributed over customers; amounts and order rates are independent.
Source: Fader & Hardie 2013, "The gamma-gamma model of monetary value".
`x` repeat orders of mean amount `mean_amount`, both > 0 in the fit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

Floats = NDArray[np.float64]

STARTS = ((1.0, 1.0, 0.0), (2.0, 0.5, 0.0))
LOG_BOUND = 14.0


@dataclass(frozen=True)
class Parameters:
    """Shape p of amounts, and shape q and scale v of their rates over customers."""

    p: float
    q: float
    v: float


def log_likelihood(parameters: Parameters, x: Floats, mean_amount: Floats) -> Floats:
    """Return each customer's log likelihood (equation 1a of the source)."""
    p, q, v = parameters.p, parameters.q, parameters.v
    return (
        gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        + (p * x - 1.0) * np.log(mean_amount) + p * x * np.log(x)
        - (p * x + q) * np.log(v + x * mean_amount)
    )  # fmt: skip


def _gradient(parameters: Parameters, x: Floats, mean_amount: Floats) -> Floats:
    """Return d log likelihood / d (p, q, v), shape (3, customers)."""
    p, q, v = parameters.p, parameters.q, parameters.v
    total = np.log(v + x * mean_amount)
    both = digamma(p * x + q)
    d_p = x * (both - digamma(p * x) + np.log(mean_amount) + np.log(x) - total)
    d_q = both - digamma(q) + np.log(v) - total
    d_v = q / v - (p * x + q) / (v + x * mean_amount)
    return np.stack([d_p, d_q, d_v])


def fit(x: Floats, mean_amount: Floats) -> Parameters | None:
    """Return the maximum likelihood parameters, or None without a paying repeat buyer.

    q is kept above 1, where the population's mean amount exists. Amounts are fitted
    in units of their median, so the starts suit any currency.
    """
    pays = (np.asarray(x) > 0) & (np.asarray(mean_amount) > 0)
    if not pays.any():
        return None
    x, amount = x[pays], mean_amount[pays]
    unit = float(np.median(amount))
    amount = amount / unit

    def loss(logs: Floats) -> tuple[float, Floats]:
        p, q_less_1, v = np.exp(logs)
        parameters = Parameters(p, 1.0 + q_less_1, v)
        value = log_likelihood(parameters, x, amount).sum()
        slope = _gradient(parameters, x, amount).sum(axis=1) * (p, q_less_1, v)
        return -value / len(x), -slope / len(x)

    bounds = [(-LOG_BOUND, LOG_BOUND)] * 3
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-9}
    ends = [
        minimize(
            loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options
        )
        for start in STARTS
    ]
    p, q_less_1, v = np.exp(min(ends, key=lambda end: float(end.fun)).x)
    return Parameters(float(p), float(1.0 + q_less_1), float(v) * unit)


def known_orders(x: Floats, mean_amount: Floats) -> tuple[Floats, Floats]:
    """Return how many orders tell about amounts, and their total.

    A mean amount that is null or not positive says nothing about x orders.
    """
    known = np.isfinite(mean_amount) & (np.nan_to_num(mean_amount) > 0)
    orders = np.where(known, x, 0.0)
    return orders, orders * np.where(known, mean_amount, 0.0)


def expected_amount(parameters: Parameters, x: Floats, mean_amount: Floats) -> Floats:
    """Return E[mean amount | x, observed mean] (equation 5); everybody's for x = 0."""
    p, q, v = parameters.p, parameters.q, parameters.v
    orders, total = known_orders(x, mean_amount)
    return p * (v + total) / (p * orders + q - 1.0)
