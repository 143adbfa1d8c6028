"""What all use and nobody owns: kiosks' and tablets' cookies, tills' addresses."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.identifiers import Registry
from customer360.simulate.streams import Ints
from customer360.simulate.strings import decimal, hexadecimal, joined, mixed
from customer360.simulate.world import World

# a kiosk, and a till's address, serve at least so many people: a small retailer has few
PEOPLE_A_KIOSK, PEOPLE_AN_ADDRESS = 1_000, 2_500


@dataclass(frozen=True)
class Commons:
    """By store: the cookies of its kiosk and its tablet, and its till's own address."""

    kiosk: Ints
    tablet: Ints
    receipt_email: Ints


def commons(world: World, registry: Registry) -> Commons:
    """Enter what is everybody's; the same, and first, in every chunk."""
    stores, customers = len(world.stores), world.settings.customers
    kiosks = np.clip(customers // PEOPLE_A_KIOSK, 1, stores)
    addresses = np.clip(customers // PEOPLE_AN_ADDRESS, 1, stores)
    keys = hexadecimal("a_", mixed(np.arange(2 * kiosks) + (1 << 60)), 16)
    emails = joined("receipts", decimal("", np.arange(addresses), 2), "@shop.example")
    number = np.arange(stores)
    cookies = registry.add("anonymous_id", keys, None)
    return Commons(
        cookies[number % kiosks],
        cookies[kiosks + number % kiosks],
        registry.add("email", emails, None)[number % addresses],
    )
