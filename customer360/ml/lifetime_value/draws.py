"""How uncertain one customer's future revenue is: draws from BG/NBD and gamma-gamma.

Each draw takes a customer's traits from their posterior (alive or not, order rate,
dropout probability, scale of amounts), then orders until the horizon or the dropout,
then the amounts. Parameters are taken as known: with thousands of customers their own
uncertainty is small beside that of one customer's future.
Posteriors follow from the likelihoods in the sources of `bgnbd` and `gamma_gamma`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from customer360.ml import bgnbd, gamma_gamma
from customer360.ml.metrics import Floats

LEAST_DROPOUT = 1e-9
LEAST_SCALE = 1e-300


@dataclass(frozen=True)
class Purchases:
    """What is known of customers, arrays of one length; see `bgnbd`, `gamma_gamma`."""

    x: Floats
    t_x: Floats
    T: Floats
    mean_amount: Floats


def revenue_draws(
    parameters: tuple[bgnbd.Parameters, gamma_gamma.Parameters],
    known: Purchases,
    t: float,
    draw_count: int,
    generator: Generator,
) -> Floats:
    """Return (draws, customers) revenue in the next `t`, given both models."""
    orders, amounts = parameters
    counts = _order_counts(orders, known, t, draw_count, generator)
    return _revenue(amounts, known, counts, generator)


def _order_counts(
    p: bgnbd.Parameters,
    known: Purchases,
    t: float,
    draw_count: int,
    generator: Generator,
) -> Floats:
    """Return (draws, customers) orders in the next `t`.

    Most futures are without an order; only the others need all draws.
    """
    counts = np.zeros((draw_count, len(known.x)))
    alive_share = bgnbd.alive_probability(p, known.x, known.t_x, known.T)
    draw, customer = np.nonzero(generator.random(counts.shape) < alive_share)
    rate = generator.standard_gamma((p.r + known.x)[customer])
    wanted = generator.poisson(rate / (p.alpha + known.T[customer]) * t)
    some = wanted > 0
    draw, customer, wanted = draw[some], customer[some], wanted[some]
    dropout = generator.beta(p.a, (p.b + known.x)[customer])
    # the order after which a customer drops out still counts
    last = generator.geometric(np.clip(dropout, LEAST_DROPOUT, 1.0))
    counts[draw, customer] = np.minimum(wanted, last)
    return counts


def _revenue(
    g: gamma_gamma.Parameters, known: Purchases, counts: Floats, generator: Generator
) -> Floats:
    """Return (draws, customers) the amount of that many orders."""
    paid, total = gamma_gamma.known_orders(known.x, known.mean_amount)
    revenue = np.zeros_like(counts)
    draw, customer = np.nonzero(counts)
    rate = generator.standard_gamma((g.p * paid + g.q)[customer])
    rate = np.maximum(rate, LEAST_SCALE) / (g.v + total)[customer]
    amount = generator.standard_gamma(g.p * counts[draw, customer])
    revenue[draw, customer] = amount / rate
    return revenue
