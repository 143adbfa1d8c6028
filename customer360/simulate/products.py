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

    @property
    def searched(self) -> list[str]:
        """What is typed to find each product: its name without the brand."""
        return [name.split(" ", 1)[1].lower() for name in self.names]

    def broken(self, product: Ints, rng: np.random.Generator) -> Ints:
        """Return what broke, given what would have been bought had nothing broken.

        By Bayes' rule a broken unit is of a defective product, the nearest by price of
        its category, as often as those make the faults.
        """
        defective = np.flatnonzero(self.is_defective)
        share = self.fault_rate[defective].sum() / self.fault_rate.sum()
        place = np.searchsorted(defective, product)
        around = np.stack([place - 1, place]).clip(0, len(defective) - 1)
        near = defective[around]
        apart = np.where(
            self.category[near] == self.category[product],
            np.abs(near - product),
            len(self),
        )
        best = near[apart.argmin(axis=0), np.arange(len(product))]
        is_one = (apart.min(axis=0) < len(self)) & (rng.random(len(product)) < share)
        return np.where(is_one, best, product)

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
