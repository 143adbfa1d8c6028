"""Six kinds of customers: which traits pull towards each, and what follows from it."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.laws import Traits
from customer360.simulate.streams import Floats, Ints, choose

# how sharply traits decide the kind
SHARPNESS = 12.0
CHANNELS = ("store", "web", "app", "click_and_collect", "phone")


@dataclass(frozen=True)
class Archetype:
    """A kind of customer.

    `pull` weighs the ranks of rate, leaving and spend (centred at a half); `channels`
    are weights as in CHANNELS; `categories` taste by group of categories; the rest are
    probabilities, except visits and tickets, which are relative to the mean person.
    """

    name: str
    pull: tuple[float, float, float]
    base: float
    channels: tuple[float, float, float, float, float]
    categories: tuple[int, ...]
    price_sensitivity: float
    has_account: float
    has_loyalty: float
    has_app: float
    has_device: float
    has_handle: float
    visits: float
    tickets: float


ARCHETYPES = (
    Archetype(
        "loyal_regular", (1.2, -0.7, 0.0), 0.0,
        (6, 2, 2, 1, 0.2), (0, 1, 2), 0.35, 0.85, 0.85, 0.55, 0.35, 0.25, 1.2, 0.9,
    ),
    Archetype(
        "big_spender", (0.0, 0.0, 1.5), -0.25,
        (4, 4, 2, 1, 0.5), (5, 6, 7), 0.15, 0.9, 0.6, 0.45, 0.6, 0.2, 0.9, 1.2,
    ),
    Archetype(
        "bargain_hunter", (0.5, 0.0, -1.3), -0.1,
        (4, 4, 2, 1.5, 0.1), (2, 3, 4), 0.9, 0.75, 0.7, 0.4, 0.2, 0.35, 1.3, 0.8,
    ),
    Archetype(
        "digital_native", (0.3, 0.2, 0.3), 0.1,
        (1, 4, 6, 1.5, 0.05), (4, 5, 6), 0.5, 0.95, 0.45, 0.85, 0.7, 0.6, 1.6, 1.0,
    ),
    Archetype(
        "store_traditionalist", (0.1, -0.5, -0.1), 0.1,
        (12, 0.7, 0.2, 0.3, 0.7), (0, 1, 7), 0.4, 0.35, 0.6, 0.08, 0.1, 0.05, 0.3, 0.7,
    ),
    Archetype(
        "one_timer", (-1.3, 0.9, 0.0), -0.05,
        (5, 4, 1.5, 1, 0.2), (1, 3, 5), 0.6, 0.4, 0.25, 0.2, 0.15, 0.15, 0.7, 1.3,
    ),
)  # fmt: skip
NAMES = tuple(archetype.name for archetype in ARCHETYPES)


def draw(traits: Traits, rng: np.random.Generator) -> Ints:
    """Return each person's kind: a soft maximum over the pulls of their ranks.

    The traits keep their law: the kind follows them, not the other way round.
    """
    ranks = np.stack([traits.rate_rank, traits.leaving_rank, traits.spend_rank], 1)
    pulls = np.array([archetype.pull for archetype in ARCHETYPES])
    bases = np.array([archetype.base for archetype in ARCHETYPES])
    scores = SHARPNESS * ((ranks - 0.5) @ pulls.T + bases)
    return choose(rng, np.exp(scores - scores.max(axis=1, keepdims=True)))


def attribute(name: str) -> Floats:
    """Return one number or tuple of every archetype, in order."""
    return np.array([getattr(archetype, name) for archetype in ARCHETYPES], float)


def category_weights(category_count: int) -> Floats:
    """Return the taste for categories, shape (archetypes, categories)."""
    weights = np.ones((len(ARCHETYPES), category_count))
    for row, archetype in enumerate(ARCHETYPES):
        weights[row, list(archetype.categories)] = 5.0
    return weights
