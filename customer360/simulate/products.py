"""The catalogue and the stores: the same for every chunk of people."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from customer360.simulate import places
from customer360.simulate.settings import Settings
from customer360.simulate.streams import Bools, Floats, Ints, stream

PRODUCTS_PER_CATEGORY = 150
DEFECTIVE_SHARE = 0.05
# share of a product's units that are faulty
FAULTY, SOUND = 0.25, 0.012
PRICE_DEVIATION = 0.75


@dataclass(frozen=True)
class Products:
    """Products by number, grouped by category and in it by rising price (cents)."""

    category: Ints
    price: Ints
    cost: Ints
    brand: Ints
    fault_rate: Floats
    is_defective: Bools

    def __len__(self) -> int:
        return len(self.price)

    @property
    def names(self) -> list[str]:
        """A name a product, e.g. "Brio Nova headphones"."""
        numbers = np.arange(len(self))
        return [
            f"{places.BRANDS[self.brand[number]]} "
            f"{places.WORDS[number % len(places.WORDS)]} "
            f"{_noun(self.category[number], number)}"
            for number in numbers
        ]

    def nearest(self, category: Ints, price: Floats, jitter: Ints) -> Ints:
        """Return the product of a category nearest to a price, `jitter` places on."""
        keys = self.category * 100.0 + np.log(self.price)
        place = np.searchsorted(keys, category * 100.0 + np.log(price)) + jitter
        first = category * PRODUCTS_PER_CATEGORY
        return np.clip(place, first, first + PRODUCTS_PER_CATEGORY - 1)


@dataclass(frozen=True)
class Stores:
    """Stores by number, with their place in degrees."""

    city: Ints
    latitude: Floats
    longitude: Floats

    def __len__(self) -> int:
        return len(self.city)


def _noun(category: np.integer[Any], number: np.integer[Any]) -> str:
    nouns = places.NOUNS[category]
    return nouns[number // len(places.WORDS) % len(nouns)]


def products(settings: Settings) -> Products:
    """Return the catalogue of a seed."""
    rng = stream(settings.seed, "products")
    category = np.repeat(np.arange(len(places.CATEGORIES)), PRODUCTS_PER_CATEGORY)
    median = np.array(places.PRICES)[category]
    price = median * np.exp(PRICE_DEVIATION * rng.standard_normal(len(category)))
    order = np.lexsort((price, category))
    cents = np.maximum(np.round(price[order] * 100), 50).astype(np.int64)
    is_defective = rng.random(len(cents)) < DEFECTIVE_SHARE
    return Products(
        category,
        cents,
        (cents * rng.uniform(0.4, 0.8, len(cents))).astype(np.int64),
        rng.integers(len(places.BRANDS), size=len(cents)),
        np.where(is_defective, FAULTY, SOUND),
        is_defective,
    )


def stores(settings: Settings) -> Stores:
    """Return the stores of a seed, a few kilometres around each city's centre."""
    rng = stream(settings.seed, "stores")
    city = np.repeat(np.arange(len(places.CITIES)), places.STORES_PER_CITY)
    centre = np.array([(city[2], city[3]) for city in places.CITIES])[city]
    shift = rng.normal(0.0, 0.03, centre.shape)
    return Stores(city, *(centre + shift).T)
