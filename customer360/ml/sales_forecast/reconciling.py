"""Parts that add up: forecasts scaled to the total's, and rounded to its last digit."""

import numpy as np

from customer360.ml.metrics import Floats

# what is given out has four decimals, like money
UNITS_PER_ONE = 10_000


def reconciled(parts: Floats, total: Floats, past: Floats) -> Floats:
    """Return parts (measures, …, members) scaled to sum to `total` (measures, …, 1).

    past: (measures, days, members); where every part is forecast as nothing, the total
    is shared like all that was sold before, or evenly.
    """
    sold = past.sum(axis=1)
    none_sold = sold.sum(axis=-1, keepdims=True) == 0
    sold = np.where(none_sold, 1.0, sold)
    shares = sold / sold.sum(axis=-1, keepdims=True)
    shares = shares.reshape(shares.shape[0], *[1] * (parts.ndim - 2), -1)
    sums = parts.sum(axis=-1, keepdims=True)
    own = np.divide(
        parts, sums, out=np.broadcast_to(shares, parts.shape).copy(), where=sums > 0
    )
    return own * total


def rounded(parts: Floats, total: Floats) -> Floats:
    """Return parts (steps, members) in whole units that sum to the total's (steps,).

    The units that rounding down leaves go to the largest remainders, first on a tie.
    """
    units = parts * UNITS_PER_ONE
    whole = np.floor(units)
    left = np.rint(total * UNITS_PER_ONE) - whole.sum(axis=1)
    order = np.argsort(whole - units, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(parts.shape[1])[None, :], axis=1)
    return (whole + (places < left[:, None])) / UNITS_PER_ONE
