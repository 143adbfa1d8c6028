"""Where phones are: at home, elsewhere, near stores, and in them around purchases."""

import numpy as np

from customer360.simulate.baskets import COLLECT, STORE, Baskets
from customer360.simulate.crm_orders import pickup_times
from customer360.simulate.devices import PHONE, Devices
from customer360.simulate.frame import MISSING, Frame, stacked
from customer360.simulate.lives import Fade, Lives, daytime
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import spans
from customer360.simulate.tables import Table, table
from customer360.simulate.world import Chunk

ZONES = ("home", "away", "near_store", "entrance", "aisle", "checkout")
HOME, AWAY, NEAR_STORE, ENTRANCE, AISLE, CHECKOUT = range(len(ZONES))
PINGS, LOOKS_AROUND = 0.085, 0.012
SEEN_AT_ORDER, SEEN_ON_THE_WAY, PASSES_BY = 0.6, 0.5, 0.1
# how far from the middle of each zone, in degrees: a thousandth is about 100 m
SPREAD = np.array([0.002, 0.05, 0.0015, 0.0003, 0.0003, 0.0003])
FADE = Fade(days_before=20.0, share_before=0.8, days_after=25.0)


def pings(
    chunk: Chunk, people: People, devices: Devices, lives: Lives, baskets: Baskets
) -> Table:
    """Return iot/locations of phones with the app."""
    rng = chunk.rng("locations")
    phone = np.full(len(people), -1)
    is_phone = devices.kind == PHONE
    phone[devices.person[is_phone]] = np.flatnonzero(is_phone)
    seen = stacked(
        [
            _wandering(chunk, people, devices, lives, rng),
            _shopping(people, baskets, phone, rng),
        ]
    )
    seen = stacked([seen, _approaching(seen, rng)])
    seen = seen.take(seen["at"] >= devices.registered_at[seen["device"]])
    seen = seen.take(np.argsort(seen["at"], kind="stable"))
    device, store, zone = seen["device"], seen["store"], seen["zone"]
    person, stores = devices.person[device], chunk.world.stores
    shift = rng.standard_normal((2, len(seen))) * SPREAD[zone]
    is_by_store = zone >= NEAR_STORE
    latitude = np.where(is_by_store, stores.latitude[store], people.latitude[person])
    longitude = np.where(is_by_store, stores.longitude[store], people.longitude[person])
    return table(
        "iot/locations",
        person,
        seen["at"],
        ping_id=chunk.keys(len(seen)),
        pinged_at=seen["at"],
        device_id=devices.number[device],
        latitude=np.round(latitude + shift[0], 5),
        longitude=np.round(longitude + shift[1], 5),
        store_id=np.where(zone > NEAR_STORE, store, -1),
        zone=zone,
        dwell_seconds=seen["dwell"],
    )


def _wandering(
    chunk: Chunk,
    people: People,
    devices: Devices,
    lives: Lives,
    rng: np.random.Generator,
) -> Frame:
    """Return pings anywhere, some of them by chance near the own store, and visits
    to it that buy nothing.
    """
    phones = np.flatnonzero(
        (devices.kind == PHONE) & (devices.registered_at < chunk.end)
    )
    days = (chunk.end - devices.registered_at[phones]) / DAY
    which, _ = spans(rng.poisson((PINGS + LOOKS_AROUND) * days))
    device = phones[which]
    at = devices.registered_at[device]
    at = daytime(at + (rng.random(len(device)) * days[which] * DAY).astype(np.int64))
    person = devices.person[device]
    visits = rng.random(len(device)) < LOOKS_AROUND / (PINGS + LOOKS_AROUND)
    keeps = ~visits | (rng.random(len(device)) < lives.interest(person, at, FADE))
    passes = ~visits & (rng.random(len(device)) < PASSES_BY)
    store = np.where(visits | passes, people.store[person], -1)
    zone = rng.integers(2, size=len(device))
    zone = np.select([visits, passes], [AISLE, NEAR_STORE], zone)
    dwell = np.where(visits, rng.gamma(2.0, 400.0, len(device)).astype(int), MISSING)
    seen = Frame(
        {"device": device, "at": at, "store": store, "zone": zone, "dwell": dwell}
    )
    return seen.take(keeps)


def _shopping(
    people: People, baskets: Baskets, phone: np.ndarray, rng: np.random.Generator
) -> Frame:
    """Return a ping in the store shortly before most purchases there."""
    orders = baskets.orders.take(np.isin(baskets.orders["channel"], (STORE, COLLECT)))
    orders = orders.take(phone[orders["person"]] >= 0)
    orders = orders.take(rng.random(len(orders)) < SEEN_AT_ORDER)
    at = np.where(orders["channel"] == COLLECT, pickup_times(orders), orders["at"])
    dwell = np.clip(rng.gamma(2.5, 420.0, len(orders)), 60, 7_200).astype(np.int64)
    return Frame(
        {
            "device": phone[orders["person"]],
            "at": at - np.minimum(dwell // 2, 600),
            "store": orders["store"],
            "zone": rng.integers(ENTRANCE, CHECKOUT + 1, size=len(orders)),
            "dwell": dwell,
        }
    )


def _approaching(seen: Frame, rng: np.random.Generator) -> Frame:
    """Return a ping near the store some minutes before many of those inside."""
    inside = seen.take(seen["zone"] > NEAR_STORE)
    inside = inside.take(rng.random(len(inside)) < SEEN_ON_THE_WAY)
    return inside.plus(
        at=inside["at"] - rng.integers(60, 900, len(inside)),
        zone=np.full(len(inside), NEAR_STORE),
        dwell=np.full(len(inside), MISSING),
    )
