"""Tables that are no person's: products, stores, what advertising cost."""

import numpy as np
import pyarrow as pa

from customer360.simulate import places
from customer360.simulate.frame import Frame
from customer360.simulate.settings import DAY
from customer360.simulate.streams import chance, stream
from customer360.simulate.tables import AT, PERSON, Table, nightly, versions
from customer360.simulate.web_events import page_pools
from customer360.simulate.world import World

AD_CHANNELS = ("search", "social", "display", "video")
DAILY_COST = np.array([420.0, 310.0, 150.0, 190.0])
COST_PER_CLICK = np.array([0.9, 0.6, 0.4, 0.8])
CLICK_SHARE = np.array([0.05, 0.012, 0.003, 0.006])
# the catalogue and the stores are there on the first day
BEFORE_START = -DAY


def global_tables(world: World) -> list[Table]:
    """Return catalog/products, pos/stores and marketing/ad_spend."""
    return [_products(world), _stores(world), _ad_spend(world)]


def pools(world: World) -> dict[str, pa.Array]:
    """Return the texts that columns of every chunk are written from."""
    stores = [
        f"{places.CITIES[city][0]} {('Center', 'Mall')[number % 2]}"
        for number, city in enumerate(world.stores.city)
    ]
    streets = [
        f"{number + 1} {street} St" for number in range(90) for street in places.STREETS
    ]
    return {
        **page_pools(world.products),
        "product_names": pa.array(world.products.names),
        "store_names": pa.array(stores),
        "streets": pa.array(streets),
        "campaigns": pa.array(world.campaigns.names, pa.string()),
        "ad_channels": pa.array(AD_CHANNELS),
    }


def _products(world: World) -> Table:
    """Return products at the start, and those that get another price later."""
    rng, products = stream(world.settings.seed, "prices"), world.products
    size = len(products)
    first = Frame(
        {
            "product_id": np.arange(size),
            "product_name": np.arange(size),
            "category": products.category,
            "brand": products.brand,
            "price_amount": products.price,
            "cost_amount": products.cost,
            PERSON: np.full(size, -1),
            AT: np.full(size, BEFORE_START),
        }
    )
    changes = chance(rng, world.settings.rates.product_change, size)
    price = (products.price * rng.uniform(0.85, 1.15, size)).astype(np.int64)
    later = rng.integers(0, max(world.settings.end - DAY, 1), size)
    changed = first.plus(price_amount=price, **{AT: later}).take(changes)
    return versions("catalog/products", [first, changed])


def _stores(world: World) -> Table:
    stores = world.stores
    number = np.arange(len(stores))
    return nightly(
        "pos/stores",
        np.full(len(stores), -1),
        np.full(len(stores), BEFORE_START),
        store_id=number,
        store_name=number,
        city=stores.city,
        postal_code=np.array([city[1] for city in places.CITIES])[stores.city] * 100,
        country=np.zeros(len(stores), dtype=np.int64),
        latitude=np.round(stores.latitude, 5),
        longitude=np.round(stores.longitude, 5),
    )


def _ad_spend(world: World) -> Table:
    """Return the cost of each channel and day, more while promoted; some corrected."""
    rng, days = stream(world.settings.seed, "ad spend"), world.settings.days
    day = np.repeat(np.arange(days), len(AD_CHANNELS))
    channel = np.tile(np.arange(len(AD_CHANNELS)), days)
    promoted = 1.0 + world.calendar.promotion[day]
    scale = max(world.settings.customers / 100_000, 0.001)
    cost = DAILY_COST[channel] * promoted * scale * world.calendar.season[day]
    cost = cost * rng.lognormal(0.0, 0.15, len(day))
    clicks = rng.poisson(cost / COST_PER_CLICK[channel])
    sent = np.searchsorted(world.campaigns.sent_at, day * DAY) - 1
    first = Frame(
        {
            "spend_id": np.arange(len(day)),
            "spend_date": day,
            "channel": channel,
            "campaign": np.where(rng.random(len(day)) < 0.4, sent, -1),
            "cost_amount": np.round(cost * 100).astype(np.int64),
            "currency": np.zeros(len(day), dtype=np.int64),
            "impressions": (clicks / CLICK_SHARE[channel]).astype(np.int64) + 50,
            "clicks": clicks,
            PERSON: np.full(len(day), -1),
            AT: day * DAY + DAY // 2,
        }
    )
    rate = world.settings.rates.ad_spend_correction
    is_corrected = chance(rng, rate, len(day))
    corrected = first.plus(
        cost_amount=(first["cost_amount"] * 1.02).astype(np.int64) + 1,
        **{AT: first[AT] + 3 * DAY},
    )
    return versions("marketing/ad_spend", [first, corrected.take(is_corrected)])
