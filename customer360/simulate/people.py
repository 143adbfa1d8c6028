"""The people of a chunk: traits, kind, household, home, habits."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from customer360.simulate import archetypes, laws, places
from customer360.simulate.streams import Bools, Floats, Ints, chance, choose
from customer360.simulate.strings import decimal
from customer360.simulate.world import Chunk

NEW_HOUSEHOLD, LARGEST_HOUSEHOLD = 0.62, 4
HOME_DEVIATION, ONE_LAST_NAME = 0.08, 0.8
SENSITIVITY_WEIGHT = 6.0


@dataclass(frozen=True)
class People:
    """The people of a chunk by number; times in seconds after the start."""

    first_person: int
    traits: laws.Traits
    archetype: Ints
    household: Ints
    first_order_at: Ints
    price_sensitivity: Floats
    city: Ints
    store: Ints
    latitude: Floats
    longitude: Floats
    country: Ints
    currency: Ints
    first_name: Ints
    last_name: Ints
    birth_day: Ints
    has_account: Bools
    has_loyalty: Bools
    has_app: Bools
    has_device: Bools
    has_handle: Bools

    def __len__(self) -> int:
        return len(self.archetype)

    @property
    def ids(self) -> pa.Array:
        """The ids the truth knows people by."""
        return decimal("person_", self.first_person + np.arange(len(self)), 9)

    def by_kind(self, name: str) -> Floats:
        """Return an attribute of each person's archetype."""
        return archetypes.attribute(name)[self.archetype]


def draw(chunk: Chunk) -> People:
    """Draw the people of a chunk."""
    rng, count = chunk.rng("people"), chunk.size
    traits = laws.traits(chunk.settings, count, rng)
    kind = archetypes.draw(traits, rng)
    household = _households(count, rng)
    sensitivity = archetypes.attribute("price_sensitivity")[kind]
    city, store, latitude, longitude = _homes(chunk, household)
    has = {
        name: chance(rng, archetypes.attribute(f"has_{name}")[kind], count)
        for name in ("account", "loyalty", "app", "device", "handle")
    }
    is_foreign = chance(rng, chunk.rates.foreign_currency, count)
    first_name, last_name = _names(household, rng)
    return People(
        first_person=chunk.first_person,
        traits=traits,
        archetype=kind,
        household=household,
        first_order_at=laws.first_orders(chunk.settings, count, rng),
        price_sensitivity=rng.beta(
            SENSITIVITY_WEIGHT * sensitivity, SENSITIVITY_WEIGHT * (1 - sensitivity)
        ),
        city=city,
        store=store,
        latitude=latitude,
        longitude=longitude,
        country=choose(rng, np.array(places.COUNTRY_SHARES), count)[household],
        currency=np.where(is_foreign, rng.integers(1, 3, count), 0),
        first_name=first_name,
        last_name=last_name,
        birth_day=-rng.integers(18 * 365, 85 * 365, count),
        has_account=has["account"],
        has_loyalty=has["loyalty"],
        has_app=has["app"],
        has_device=has["device"],
        has_handle=has["handle"],
    )


def _households(count: int, rng: np.random.Generator) -> Ints:
    """Return household numbers: neighbours in number, at most four."""
    is_new = rng.random(count) < NEW_HOUSEHOLD
    is_new[0] = True
    number = np.cumsum(is_new) - 1
    rank = np.arange(count) - np.flatnonzero(is_new)[number]
    return np.cumsum(is_new | (rank % LARGEST_HOUSEHOLD == 0)) - 1


def _homes(chunk: Chunk, household: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Return city, nearest store, latitude and longitude of each one's household."""
    rng, stores = chunk.rng("homes"), chunk.world.stores
    count = int(household.max()) + 1
    store = rng.integers(len(stores), size=count)
    shift = rng.normal(0.0, HOME_DEVIATION, (2, count))
    near = store[household]
    latitude = stores.latitude[near] + shift[0][household]
    longitude = stores.longitude[near] + shift[1][household]
    return stores.city[near], near, latitude, longitude


def _names(household: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return first and last names; most of a household have the same last name."""
    count = len(household)
    family = rng.integers(len(places.LAST_NAMES), size=count)[household]
    own = rng.integers(len(places.LAST_NAMES), size=count)
    first = rng.integers(len(places.FIRST_NAMES), size=count)
    return first, np.where(rng.random(count) < ONE_LAST_NAME, family, own)
