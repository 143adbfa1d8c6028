"""Orders of the shifted world, week by week: no model's law holds here.

Spend is log-normal around each person's own level, a share of it with a Pareto tail.
"""

import numpy as np

from customer360.simulate import shifted_weeks
from customer360.simulate.frame import MISSING, Frame, stacked
from customer360.simulate.laws import SHIFTED, mean_factor
from customer360.simulate.lives import WEEK, Lives, daytime
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.shifted_weeks import Week
from customer360.simulate.streams import Bools, Floats, Ints, chance, spans
from customer360.simulate.world import Chunk


def orders(chunk: Chunk, people: People) -> tuple[Frame, Lives]:
    """Return orders until a year after the end and the lives behind them.

    Columns: person, at (seconds), amount (units of the project's currency), bad (1
    where it went wrong); by person and time.
    """
    rng = chunk.rng("orders")
    size = len(people)
    first_day = people.first_order_at // DAY
    here: Bools = np.ones(size, dtype=bool)
    grief: Floats = np.zeros(size)
    present, frames = [], [_first_orders(people, rng)]
    for week in shifted_weeks.all_weeks(chunk):
        present.append(here)
        ordered = _of_week(people, week, here, grief, rng)
        frames.append(ordered)
        begun = first_day < week.first_day + len(week.days)
        bad = np.bincount(ordered["person"], ordered["bad"], size)
        bad += frames[0]["bad"] * (first_day // 7 == week.number)
        here = np.where(begun, _next(people, here, grief, rng), here)
        grief = shifted_weeks.remembered(grief, bad)
    drawn = stacked(frames)
    drawn = drawn.take(np.lexsort((drawn["at"], drawn["person"])))
    amounts = _amounts(people.traits.spend[drawn["person"]], rng)
    presence = np.stack(present, axis=1)
    lives = Lives(people.first_order_at, _left_at(presence, here), presence)
    return drawn.plus(amount=amounts), lives


def _first_orders(people: People, rng: np.random.Generator) -> Frame:
    bad = chance(rng, shifted_weeks.WRONG_SHARE, len(people))
    return Frame(
        {
            "person": np.arange(len(people)),
            "at": people.first_order_at,
            "bad": bad.astype(np.int64),
        }
    )


def _of_week(
    people: People,
    week: Week,
    here: Bools,
    grief: Floats,
    rng: np.random.Generator,
) -> Frame:
    """Return the orders of a week, spread over its days by season."""
    first_day = people.first_order_at // DAY
    modifier = np.exp(shifted_weeks.log_modifier(week, people.price_sensitivity, grief))
    exposure = week.exposure(first_day)
    person, _ = spans(rng.poisson(people.traits.rate * modifier * exposure * here))
    # days before the first order are drawn again as its own: they are no exposure
    day = week.first_day + np.arange(len(week.days))
    weights = (day > first_day[person][:, None]) * week.days
    sums = np.cumsum(weights, axis=1)
    drawn = rng.random(len(person)) * sums[:, -1] if len(person) else np.zeros(0)
    which = (drawn[:, None] >= sums).sum(axis=1)
    second = rng.integers(0, DAY, len(person))
    bad = chance(rng, shifted_weeks.WRONG_SHARE, len(person))
    return Frame(
        {
            "person": person,
            "at": daytime((week.first_day + which) * DAY + second),
            "bad": bad.astype(np.int64),
        }
    )


def _next(
    people: People, here: Bools, grief: Floats, rng: np.random.Generator
) -> Bools:
    """Return who is there next week: some leave, some come back."""
    drawn = rng.random(len(here))
    leaves = drawn < shifted_weeks.leaving(people.traits.leaving, grief)
    returns = drawn < shifted_weeks.coming_back()
    return np.where(here, ~leaves, returns)


def _left_at(present: Bools, here: Bools) -> Ints:
    """Return when each left for good: the end of their last week, if they had one."""
    weeks = present.shape[1]
    last = weeks - np.argmax(present[:, ::-1], axis=1)
    stays = here | (last == weeks)
    return np.where(stays, MISSING, last * WEEK)


def _amounts(mean: Floats, rng: np.random.Generator) -> Floats:
    """Return log-normal amounts, a few of them multiplied by a Pareto factor."""
    law = SHIFTED
    level = mean / mean_factor()
    amount = level * np.exp(law.order_deviation * rng.standard_normal(len(mean)))
    factor = 1.0 + rng.pareto(law.tail_index, len(mean))
    return np.where(chance(rng, law.tail_share, len(mean)), amount * factor, amount)
