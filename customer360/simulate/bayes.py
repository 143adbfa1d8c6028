"""The observer of the plain world: what to expect of people, given their orders."""

from dataclasses import dataclass

import numpy as np
from scipy.special import roots_jacobi

from customer360.simulate.frame import Frame
from customer360.simulate.laws import PLAIN
from customer360.simulate.people import People
from customer360.simulate.settings import DAY, HORIZONS
from customer360.simulate.streams import Floats
from customer360.simulate.world import Chunk

NODES = 40


@dataclass(frozen=True)
class Outlook:
    """Of each person, for a horizon: P(an order), orders and their amount expected."""

    probability: Floats
    count: Floats
    amount: Floats


@dataclass(frozen=True)
class History:
    """Orders before the end: repeat ones, days to the last, days in all, amounts."""

    x: Floats
    t_x: Floats
    T: Floats
    amount: Floats


def history(chunk: Chunk, people: People, orders: Frame) -> History:
    """Return what is known of each person at the end."""
    known = orders.take(orders["at"] < chunk.end)
    person, size = known["person"], len(people)
    last = people.first_order_at.copy()
    np.maximum.at(last, person, known["at"])
    return History(
        np.bincount(person, minlength=size) - 1.0,
        (last - people.first_order_at) / DAY,
        (chunk.end - people.first_order_at) / DAY,
        np.bincount(person, known["amount"], size).astype(np.float64),
    )


def expected(chunk: Chunk, people: People, orders: Frame) -> tuple[Outlook, ...]:
    """Return the outlook of every horizon."""
    return outlooks(history(chunk, people, orders))


def outlooks(known: History) -> tuple[Outlook, ...]:
    """Return the outlook under BG/NBD and gamma-gamma, traits integrated out.

    Given that a person is still a customer the rate is gamma(r + x, alpha + T) and the
    drop-out probability beta(a, b + x), independent of each other; the mean amount is
    the gamma-gamma conditional mean (Fader & Hardie 2013, equation 5).
    """
    law = PLAIN
    alive = _alive(known)
    orders = known.x + 1.0
    mean = law.p * (law.v + known.amount) / (law.p * orders + law.q - 1.0)
    found = []
    for horizon in HORIZONS:
        rest = law.alpha + known.T
        silent = (rest / (rest + horizon)) ** (law.r + known.x)
        count = alive * _count(known, float(horizon))
        found.append(Outlook(alive * (1.0 - silent), count, count * mean))
    return tuple(found)


def _alive(known: History) -> Floats:
    """Return the probability of not having dropped out; nobody does at the first."""
    law, x = PLAIN, known.x
    waited = ((law.alpha + known.T) / (law.alpha + known.t_x)) ** (law.r + x)
    odds = law.a / (law.b + np.maximum(x, 1.0) - 1.0) * waited
    return np.where(x > 0, 1.0 / (1.0 + odds), 1.0)


def _count(known: History, horizon: float) -> Floats:
    """Return the orders expected of a customer: (1 - exp(-rate p t)) / p, averaged.

    The mean over the rate is closed; that over p is Gauss-Jacobi quadrature with the
    posterior's own weight, exact for polynomials of degree 2 NODES - 1.
    """
    law = PLAIN
    count = np.zeros(len(known.x))
    for x in np.unique(known.x):
        rows = known.x == x
        nodes, weights = roots_jacobi(NODES, law.b + x - 1.0, law.a - 1.0)
        p = (nodes + 1.0) / 2.0
        reach = horizon / (law.alpha + known.T[rows])
        left = np.expm1(-(law.r + x) * np.log1p(reach[:, None] * p)) / -p
        count[rows] = left @ (weights / weights.sum())
    return count
