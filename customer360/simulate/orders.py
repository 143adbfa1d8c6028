"""Orders by the law of the world, and which of them went wrong."""

import numpy as np

from customer360.simulate import orders_plain, orders_shifted
from customer360.simulate.frame import Frame
from customer360.simulate.lives import Lives
from customer360.simulate.people import People
from customer360.simulate.streams import chance
from customer360.simulate.world import Chunk

# share of orders that go wrong; of the last ones of people who leave, more
WRONG, WRONG_BEFORE_LEAVING = 0.02, 0.25


def orders(chunk: Chunk, people: People) -> tuple[Frame, Lives]:
    """Return orders until a year after the end and the lives behind them.

    Columns: person, at (seconds), amount (units of the project's currency), bad (1
    where it went wrong); by person and time.
    """
    if chunk.settings.world == "shifted":
        return orders_shifted.orders(chunk, people)
    drawn, lives = orders_plain.orders(chunk, people)
    is_last = drawn["at"] == lives.dropped_out_at[drawn["person"]]
    share = np.where(is_last, WRONG_BEFORE_LEAVING, WRONG)
    bad = chance(chunk.rng("wrong orders"), share, len(drawn))
    return drawn.plus(bad=bad.astype(np.int64)), lives
