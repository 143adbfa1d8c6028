"""What everybody uses and nobody owns: cookies of kiosks, addresses of tills."""

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
    """By store: the cookie of its kiosk, and the address its till types by default."""

    kiosk: Ints
    receipt_email: Ints


def commons(world: World, registry: Registry) -> Commons:
    """Enter what is everybody's; the same, and first, in every chunk."""
    stores, customers = len(world.stores), world.settings.customers
    kiosks = np.clip(customers // PEOPLE_A_KIOSK, 1, stores)
    addresses = np.clip(customers // PEOPLE_AN_ADDRESS, 1, stores)
    keys = hexadecimal("a_", mixed(np.arange(kiosks) + (1 << 60)), 16)
    emails = joined("receipts", decimal("", np.arange(addresses), 2), "@shop.example")
    number = np.arange(stores)
    return Commons(
        registry.add("anonymous_id", keys, None)[number % kiosks],
        registry.add("email", emails, None)[number % addresses],
    )
