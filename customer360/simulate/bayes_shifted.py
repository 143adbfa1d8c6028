"""The observer of the shifted world: who is still there, by a forward filter.

Everybody is at one of two places, there or away, with traits on a fixed grid. Week by
week the orders seen are weighed and people leave and come back; season, promotions and
the orders that went wrong are known. From the end on the same filter runs forward.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from customer360.simulate import archetypes, laws, shifted_weeks
from customer360.simulate.bayes import Outlook
from customer360.simulate.frame import Frame
from customer360.simulate.laws import SHIFTED
from customer360.simulate.people import SENSITIVITY_WEIGHT, People
from customer360.simulate.settings import DAY, HORIZONS, Settings
from customer360.simulate.shifted_weeks import Week
from customer360.simulate.streams import Floats, Ints, stream
from customer360.simulate.world import Chunk

RATES, HAZARDS, SENSITIVITIES, LEVELS = 36, 6, 3, 61
WIDEST = 3.2
BLOCK = 500
Grid = NDArray[np.float32]


@dataclass(frozen=True)
class Traits:
    """The grid: log rates, hazards, price sensitivities, and the prior on it."""

    log_rate: Floats
    hazard: Floats
    sensitivity: Floats
    prior: Grid


@dataclass(frozen=True)
class Seen:
    """Of a block of people: first day, and by week of the past orders and grief."""

    first_day: Ints
    orders: Floats
    grief: Floats
    grief_now: Floats


def expected(chunk: Chunk, people: People, orders: Frame) -> tuple[Outlook, ...]:
    """Return the outlook of every horizon."""
    known = orders.take(orders["at"] < chunk.end)
    seen = _seen(chunk, people, known)
    amount = _mean_amounts(people, known)
    grid = _grid(chunk.settings)
    blocks = [_block(chunk, grid, each) for each in _blocks(seen, len(people))]
    return tuple(
        Outlook(
            np.concatenate([block[number][0] for block in blocks]),
            count := np.concatenate([block[number][1] for block in blocks]),
            count * amount,
        )
        for number in range(len(HORIZONS))
    )


def _grid(settings: Settings) -> Traits:
    z = np.linspace(-WIDEST, WIDEST, RATES)
    nodes, weights = np.polynomial.hermite_e.hermegauss(HAZARDS)
    hazard = np.exp(SHIFTED.log_hazard + SHIFTED.log_hazard_deviation * nodes)
    rate_weight = np.exp(-(z**2) / 2)
    prior = (rate_weight / rate_weight.sum())[:, None, None] * (
        weights / weights.sum()
    )[None, :, None]
    prior = np.repeat(prior, SENSITIVITIES, axis=2) / SENSITIVITIES
    return Traits(
        SHIFTED.log_rate + SHIFTED.log_rate_deviation * z,
        np.minimum(hazard, 0.5),
        _sensitivities(),
        prior.astype(np.float32),
    )


def _sensitivities() -> Floats:
    """Return the means of thirds of the population's price sensitivities."""
    rng, size = stream(0, "price sensitivities"), 30_000
    traits = laws.traits(Settings(1, 1, world="shifted"), size, rng)
    kind = archetypes.draw(traits, rng)
    mean = archetypes.attribute("price_sensitivity")[kind]
    drawn = np.sort(
        rng.beta(SENSITIVITY_WEIGHT * mean, SENSITIVITY_WEIGHT * (1 - mean))
    )
    return drawn.reshape(SENSITIVITIES, -1).mean(axis=1)


def _past(chunk: Chunk) -> list[Week]:
    return shifted_weeks.weeks(chunk.world.calendar, 0, chunk.settings.days)


def _seen(chunk: Chunk, people: People, known: Frame) -> Seen:
    """Return repeat orders and grief by week: the first tells nothing of rates."""
    size, past = len(people), _past(chunk)
    first_day = people.first_order_at // DAY
    person, week = known["person"], known["at"] // DAY // 7
    cell = person * len(past) + week
    counts = np.bincount(cell, minlength=size * len(past)).reshape(size, -1)
    bad = np.bincount(cell, known["bad"], size * len(past)).reshape(size, -1)
    counts[np.arange(size), first_day // 7] -= 1
    grief = np.zeros((size, len(past)))
    now: Floats = np.zeros(size)
    for number, each in enumerate(past):
        grief[:, number] = now
        if each.ends_week:
            now = shifted_weeks.remembered(now, bad[:, number])
    return Seen(first_day, counts.astype(float), grief, now)


def _blocks(seen: Seen, size: int) -> Iterator[Seen]:
    for begin in range(0, size, BLOCK):
        rows = slice(begin, begin + BLOCK)
        yield Seen(
            seen.first_day[rows],
            seen.orders[rows],
            seen.grief[rows],
            seen.grief_now[rows],
        )


def _block(chunk: Chunk, grid: Traits, seen: Seen) -> list[tuple[Floats, Floats]]:
    """Return of a block of people P(an order) and orders expected, by horizon."""
    size = len(seen.first_day)
    there = np.broadcast_to(grid.prior, (size, *grid.prior.shape)).copy()
    away = np.zeros_like(there)
    for number, week in enumerate(_past(chunk)):
        grief = seen.grief[:, number, None]
        rate = _rates(grid, week, seen.first_day, grief)
        orders = seen.orders[:, number, None, None, None].astype(np.float32)
        weight = np.exp(orders * np.log(np.maximum(rate, 1e-30)) - rate)
        there *= np.where(rate > 0, weight, 1.0)
        away *= orders == 0
        begun = seen.first_day < week.first_day + len(week.days)
        if week.ends_week:
            there, away = _moved(grid, (there, away), grief[:, :, None], begun)
        scale = (there + away).sum(axis=(1, 2, 3), keepdims=True)
        there /= scale
        away /= scale
    return _outlook(chunk, grid, seen, (there, away))


def _rates(grid: Traits, week: Week, first_day: Ints, grief: Floats) -> Grid:
    """Return the expected orders of a week, people x rates x 1 x sensitivities."""
    modifier = shifted_weeks.log_modifier(week, grid.sensitivity, grief[:, :, None])
    rate = np.exp(grid.log_rate[:, None] + modifier)
    rate = rate * week.exposure(first_day)[:, None, None]
    return rate[:, :, None, :].astype(np.float32)


def _moved(
    grid: Traits, belief: tuple[Grid, Grid], grief: Floats, begun: NDArray[np.bool_]
) -> tuple[Grid, Grid]:
    """Let people leave and come back at the end of a week, once they have begun."""
    there, away = belief
    leaves = shifted_weeks.leaving(grid.hazard, grief)
    leaves = (leaves * begun[:, None, None])[..., None].astype(np.float32)
    back = np.float32(shifted_weeks.coming_back())
    return there * (1 - leaves) + away * back, there * leaves + away * (1 - back)


def _outlook(
    chunk: Chunk, grid: Traits, seen: Seen, belief: tuple[Grid, Grid]
) -> list[tuple[Floats, Floats]]:
    """Run the filter forward: orders expected, and the chance of none so far."""
    silent = belief
    grief = on_rate = seen.grief_now[:, None]
    on_hazard = grief[:, :, None]
    count, begun = np.zeros(len(grief)), np.ones(len(grief), dtype=bool)
    found: list[tuple[Floats, Floats]] = []
    day = chunk.settings.days
    for horizon in HORIZONS:
        until = chunk.settings.days + horizon
        for week in shifted_weeks.weeks(chunk.world.calendar, day, until):
            coming = _rates(grid, week, seen.first_day, on_rate)
            count = count + (belief[0] * coming).sum(axis=(1, 2, 3))
            quiet = np.exp(-_rates(grid, week, seen.first_day, grief))
            silent = (silent[0] * quiet, silent[1])
            if week.ends_week:
                belief = _moved(grid, belief, on_hazard, begun)
                silent = _moved(grid, silent, grief[:, :, None], begun)
                grief = shifted_weeks.remembered(grief, 0)
                bad = coming.mean(axis=3) * shifted_weeks.WRONG_SHARE
                on_rate, on_hazard = _averaged(grid, bad, on_rate, on_hazard)
        none = (silent[0] + silent[1]).sum(axis=(1, 2, 3))
        found.append((1.0 - none.astype(np.float64), count.astype(np.float64)))
        day = until
    return found


def _averaged(
    grid: Traits, bad: Floats, on_rate: Floats, on_hazard: Floats
) -> tuple[Floats, Floats]:
    """Return the grief of the next week that stands for what chance may bring.

    Bad orders are rare and chance decides on them. For N, Poisson of mean m,
    E exp(-c N) = exp(-m (1 - exp(-c))): what lowers an exponent by c an order counts
    as (1 - exp(-c)) / c of its mean. `bad` is people x rates x 1.
    """
    weeks = shifted_weeks.REMEMBERED ** np.arange(60)
    lowered = shifted_weeks.GRIEF_ON_RATE * weeks
    rate_share = (1 - np.exp(-lowered)).sum() / lowered.sum()
    raised = shifted_weeks.GRIEF_ON_HAZARD * grid.hazard * weeks.sum()
    hazard_share = (1 - np.exp(-raised)) / raised
    return (
        shifted_weeks.remembered(on_rate, bad[:, :, 0] * rate_share),
        shifted_weeks.remembered(on_hazard, bad * hazard_share),
    )


def _mean_amounts(people: People, known: Frame) -> Floats:
    """Return the mean amount expected of each person, their level on a grid.

    The log of an amount is normal around the level, or with the tail's share normal
    plus exponential: a Pareto factor's log is exponential.
    """
    law, person = SHIFTED, known["person"]
    z = np.linspace(-4.0, 4.0, LEVELS)
    level = law.log_amount + law.log_amount_deviation * z
    above = (np.log(known["amount"])[:, None] - level) / law.order_deviation
    normal = -(above**2) / 2 - np.log(law.order_deviation * np.sqrt(2 * np.pi))
    spread = law.tail_index * law.order_deviation
    tail = np.log(law.tail_index) - spread * above + spread**2 / 2
    tail = tail + log_ndtr(above - spread)
    each = np.logaddexp(
        np.log1p(-law.tail_share) + normal, np.log(law.tail_share) + tail
    )
    first = np.searchsorted(person, np.arange(len(people)))
    total = np.add.reduceat(each, first, axis=0) - z**2 / 2
    weight = np.exp(total - total.max(axis=1, keepdims=True))
    mean = (weight * np.exp(level)).sum(axis=1) / weight.sum(axis=1)
    return mean * laws.mean_factor()
