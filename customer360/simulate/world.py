"""What every chunk shares, drawn from the seed alone; and what a chunk is."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.campaign_plan import Campaigns, campaigns
from customer360.simulate.products import Products, Stores, products, stores
from customer360.simulate.rates import Rates
from customer360.simulate.seasons import Calendar, calendar
from customer360.simulate.settings import Settings
from customer360.simulate.streams import Ints, stream

# keys carry the chunk above this many bits of its own numbers
CHUNK_BITS = 28


@dataclass(frozen=True)
class World:
    """Products, stores, calendar and campaigns of a simulation."""

    settings: Settings
    products: Products
    stores: Stores
    calendar: Calendar
    campaigns: Campaigns


def make_world(settings: Settings) -> World:
    """Return the world of the settings."""
    return World(
        settings,
        products(settings),
        stores(settings),
        calendar(settings),
        campaigns(settings),
    )


@dataclass(frozen=True)
class Chunk:
    """One chunk of people of a world: a pure function of the seed and its number."""

    world: World
    number: int

    @property
    def settings(self) -> Settings:
        """The settings of the world."""
        return self.world.settings

    @property
    def rates(self) -> Rates:
        """The rates of the mess."""
        return self.world.settings.rates

    @property
    def end(self) -> int:
        """The end of what is written, in seconds after the start."""
        return self.world.settings.end

    @property
    def size(self) -> int:
        """How many people the chunk has."""
        return self.world.settings.people_in(self.number)

    @property
    def first_person(self) -> int:
        """The number, among all people, of its first."""
        return self.number * self.settings.people_per_chunk

    def rng(self, purpose: str) -> np.random.Generator:
        """Return the stream of a purpose."""
        return stream(self.settings.seed, self.number, purpose)

    def keys(self, numbers: Ints | int) -> Ints:
        """Return numbers that no other chunk has; a size gives that many."""
        own = np.arange(numbers) if isinstance(numbers, int) else numbers
        return own + (self.number << CHUNK_BITS)
