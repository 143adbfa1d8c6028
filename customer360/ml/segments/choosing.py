"""How many segments: as many as come out again, and no more than tell something.

A number of segments is good when a fit to resampled customers (Efron's bootstrap) puts
the same customers together (adjusted Rand index; Hubert & Arabie 1985, Hennig 2007),
and worth having when it explains noticeably more than one segment fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from customer360.ml import tables
from customer360.ml.metrics import Floats
from customer360.ml.segments.clusters import (
    clustering,
    explained_share,
    inputs,
    profiles,
    refitted,
)

CANDIDATES = range(3, 9)
# refits on resamples agree from this mean adjusted Rand index on
LEAST_AGREEMENT = 0.8
# share of the variance that the last segment must explain: of a number to be chosen,
# and, so that one near the limit does not come and go, of the one in force
LEAST_GAIN = 0.03
LEAST_GAIN_KEPT = 0.02
# of what a date is measured to be; the rest is what the dates before were
NEW_SHARE = 0.5
RESAMPLES = 5
# enough to tell candidates apart in a tenth of a second each
SAMPLE_ROWS = 2_500
# a candidate with fewer different customers a segment is not tried
CUSTOMERS_PER_SEGMENT = 20


@dataclass(frozen=True)
class Choice:
    """The number of segments in force, and what speaks for it.

    count: in force. found: the largest good one. candidates, agreement, gain: (tried,)
    numbers of segments, mean adjusted Rand index of their refits, and the share of
    variance explained beyond one segment fewer; both half of this date, half of before.
    """

    count: int
    found: int
    candidates: NDArray[np.int64]
    agreement: Floats
    gain: Floats


def choose(
    customers: pd.DataFrame,
    previous: Choice | None,
    seed: int,
    candidates: Sequence[int] = CANDIDATES,
) -> Choice:
    """Return how many segments the customers of a date fall into.

    A date finds the largest candidate that is good and worth having; if none is, the
    one whose refits agree most. The number in force gives way when it is good no more,
    or when two dates running find a larger one.
    """
    sample = inputs(tables.sample_by_key(customers, SAMPLE_ROWS))
    distinct = len(np.unique(sample, axis=0))
    tried = [k for k in candidates if k * CUSTOMERS_PER_SEGMENT <= distinct]
    if not tried:
        return given(min(candidates[0], distinct))
    counts = np.array(tried, np.int64)
    agreement, gain = _measured(sample, tried, seed)
    if previous is not None:
        agreement = _smoothed(counts, agreement, previous, previous.agreement)
        gain = _smoothed(counts, gain, previous, previous.gain)
    found = _found(counts, agreement, gain)
    count = found
    if previous is not None and _stays(previous, found, counts, agreement, gain):
        count = previous.count
    return Choice(count, found, counts, agreement, gain)


def given(count: int) -> Choice:
    """Return a number that was not chosen between others."""
    nothing = np.array([], np.float64)
    return Choice(count, count, np.array([], np.int64), nothing, nothing)


def mean_agreement(
    sample: Floats,
    segments: NDArray[np.int64],
    seed: int,
    resamples: int = RESAMPLES,
    *,
    is_begun: bool = False,
) -> float:
    """Return how well refits find again what `segments` (rows,) say of the sample.

    The mean adjusted Rand index over fits to as many rows drawn with replacement: 1
    where they put the same customers together, about 0 where they agree by chance.
    is_begun: whether they begin at those segments, as a refit begins at those in force.
    """
    generator = np.random.default_rng(seed)
    count = len(np.unique(segments))
    start = profiles(sample, segments) if is_begun else None
    found = []
    for _ in range(resamples):
        drawn = sample[generator.integers(0, len(sample), len(sample))]
        if len(np.unique(drawn, axis=0)) < count:
            continue
        refit = refitted(drawn, count, seed, start).predict(sample)
        found.append(float(adjusted_rand_score(segments, refit)))
    return float(np.mean(found)) if found else np.nan


def _measured(sample: Floats, tried: list[int], seed: int) -> tuple[Floats, Floats]:
    """Return agreement and gain of each number tried, of this sample alone."""
    agreement, gain = [], []
    before = _explained(sample, tried[0] - 1, seed)
    for count in tried:
        model = clustering(count, seed).fit(sample)
        explained = explained_share(model, sample)
        agreement.append(mean_agreement(sample, model.predict(sample), seed))
        gain.append(explained - before)
        before = explained
    return np.array(agreement), np.array(gain)


def _smoothed(
    counts: NDArray[np.int64], now: Floats, previous: Choice, before: Floats
) -> Floats:
    """Average with the values before, of the numbers that were tried before."""
    known = dict(zip(previous.candidates.tolist(), before.tolist(), strict=True))
    past = [known.get(k, new) for k, new in zip(counts.tolist(), now, strict=True)]
    return NEW_SHARE * now + (1 - NEW_SHARE) * np.array(past)


def _explained(sample: Floats, count: int, seed: int) -> float:
    return explained_share(clustering(count, seed).fit(sample), sample)


def _found(counts: NDArray[np.int64], agreement: Floats, gain: Floats) -> int:
    good = counts[(agreement >= LEAST_AGREEMENT) & (gain >= LEAST_GAIN)]
    return int(good.max()) if len(good) else int(counts[np.argmax(agreement)])


def _stays(
    previous: Choice,
    found: int,
    counts: NDArray[np.int64],
    agreement: Floats,
    gain: Floats,
) -> bool:
    good = (agreement >= LEAST_AGREEMENT) & (gain >= LEAST_GAIN_KEPT)
    is_good = bool(good[counts == previous.count].any())
    return is_good and (found < previous.count or found != previous.found)
