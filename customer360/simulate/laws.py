"""The population's laws: of order rates, of leaving, of spend, in both worlds.

Plain: BG/NBD (Fader, Hardie & Lee 2005) and gamma-gamma (Fader & Hardie 2013), with
time in days. Shifted: neither; see `orders_shifted` and docs/simulator.md.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammainc, ndtr

from customer360.simulate.lives import daytime
from customer360.simulate.settings import DAY, Settings
from customer360.simulate.streams import Floats, Ints

# first orders: half of them early, the rest until near the end
EARLY_SHARE, EARLY_DAYS, LAST_FIRST_SHARE = 0.5, 60.0, 0.85


@dataclass(frozen=True)
class PlainLaw:
    """Rates a day ~ gamma(r, alpha), drop-out ~ beta(a, b), amounts gamma-gamma."""

    r: float = 1.2
    alpha: float = 35.0
    a: float = 0.8
    b: float = 5.0
    p: float = 3.5
    q: float = 4.2
    v: float = 58.0


@dataclass(frozen=True)
class ShiftedLaw:
    """Log-normal rates, leaving hazards a week and log-normal spend with a Pareto tail.

    A `tail_share` of amounts is multiplied by a Pareto factor of index `tail_index`.
    """

    log_rate: float = -4.0
    log_rate_deviation: float = 0.9
    log_hazard: float = -4.3
    log_hazard_deviation: float = 0.9
    weekly_return: float = 0.006
    log_amount: float = 3.8
    log_amount_deviation: float = 0.5
    order_deviation: float = 0.45
    tail_share: float = 0.06
    tail_index: float = 2.6


PLAIN = PlainLaw()
SHIFTED = ShiftedLaw()


@dataclass(frozen=True)
class Traits:
    """What each person is by law, and where in the population that puts them (0 to 1).

    `leaving` is the drop-out probability after an order in the plain world, the hazard
    a week in the shifted one; `spend` the mean amount of an order.
    """

    rate: Floats
    leaving: Floats
    spend: Floats
    rate_rank: Floats
    leaving_rank: Floats
    spend_rank: Floats


def traits(settings: Settings, count: int, rng: np.random.Generator) -> Traits:
    """Draw the traits of `count` people by the law of the world."""
    return _plain(count, rng) if settings.world == "plain" else _shifted(count, rng)


def _plain(count: int, rng: np.random.Generator) -> Traits:
    law = PLAIN
    rate = rng.gamma(law.r, 1.0 / law.alpha, count)
    leaving = rng.beta(law.a, law.b, count)
    scale = rng.gamma(law.q, 1.0 / law.v, count)
    return Traits(
        rate,
        leaving,
        law.p / scale,
        gammainc(law.r, law.alpha * rate),
        betainc(law.a, law.b, leaving),
        1.0 - gammainc(law.q, law.v * scale),
    )


def _shifted(count: int, rng: np.random.Generator) -> Traits:
    law = SHIFTED
    z = rng.standard_normal((3, count))
    return Traits(
        np.exp(law.log_rate + law.log_rate_deviation * z[0]),
        np.minimum(np.exp(law.log_hazard + law.log_hazard_deviation * z[1]), 0.5),
        np.exp(law.log_amount + law.log_amount_deviation * z[2]) * mean_factor(),
        *(ndtr(row) for row in z),
    )


def mean_factor() -> float:
    """Return the mean of an amount over the exponential of its person's log mean."""
    law = SHIFTED
    tail = law.tail_share * law.tail_index / (law.tail_index - 1.0)
    return float(np.exp(law.order_deviation**2 / 2) * (1.0 - law.tail_share + tail))


def first_orders(settings: Settings, count: int, rng: np.random.Generator) -> Ints:
    """Return when each person orders first, in seconds; all lie inside the window."""
    last = LAST_FIRST_SHARE * settings.days
    early = min(EARLY_DAYS, last / 2)
    is_early = rng.random(count) < EARLY_SHARE
    days = np.where(
        is_early, rng.random(count) * early, early + rng.random(count) * (last - early)
    )
    return daytime((days * DAY).astype(np.int64))
