"""Orders of the plain world: BG/NBD, exactly.

After the first order a person orders as a Poisson process and drops out for good after
each repeat order with their own probability (Fader, Hardie & Lee 2005: nobody drops
out at the first). The first K repeat orders of a process that never stops are drawn,
K geometric: that is the same law without a loop over orders.
"""

import numpy as np

from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.laws import PLAIN
from customer360.simulate.lives import Lives, daytime
from customer360.simulate.people import People
from customer360.simulate.settings import DAY, FUTURE_DAYS
from customer360.simulate.streams import Floats, spans
from customer360.simulate.world import Chunk


def orders(chunk: Chunk, people: People) -> tuple[Frame, Lives]:
    """Return orders until a year after the end, and when each person dropped out.

    Columns: person, at (seconds), amount (units of the project's currency); by person
    and time.
    """
    rng = chunk.rng("orders")
    horizon = chunk.end + FUTURE_DAYS * DAY
    days_left = (horizon - people.first_order_at) / DAY
    lifetime = rng.geometric(np.maximum(people.traits.leaving, 1e-12))
    drawn = rng.poisson(people.traits.rate * days_left)
    person, _ = spans(drawn)
    share = rng.random(len(person))
    order = np.lexsort((share, person))
    rank = spans(drawn)[1]
    gap = (share[order] * days_left[person] * DAY).astype(np.int64)
    at = daytime(people.first_order_at[person] + gap)
    stays = rank < lifetime[person]
    dropped_out_at = np.full(len(people), MISSING)
    last = stays & (rank == lifetime[person] - 1)
    dropped_out_at[person[last]] = at[last]
    everyone = np.arange(len(people))
    person = np.concatenate([everyone, person[stays]])
    at = np.concatenate([people.first_order_at, at[stays]])
    order = np.lexsort((at, person))
    amounts = _amounts(people.traits.spend[person], rng)
    drawn_orders = Frame(
        {"person": person[order], "at": at[order], "amount": amounts[order]}
    )
    return drawn_orders, Lives(people.first_order_at, dropped_out_at)


def _amounts(mean: Floats, rng: np.random.Generator) -> Floats:
    """Return gamma amounts around each person's mean."""
    return rng.gamma(PLAIN.p, 1.0, len(mean)) * mean / PLAIN.p
