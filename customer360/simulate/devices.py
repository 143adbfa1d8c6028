"""Devices at home and on the wrist: registered, used, faulty, laid aside."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.frame import MISSING
from customer360.simulate.holdings import Holdings
from customer360.simulate.identifiers import Registry
from customer360.simulate.lives import Fade, Lives
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Ints, spans
from customer360.simulate.strings import hexadecimal, mixed
from customer360.simulate.tables import Table, table
from customer360.simulate.world import Chunk

DEVICE_TYPES = ("phone", "watch", "thermostat", "speaker", "light")
MODELS = ("one", "two", "plus", "mini")
METRICS = ("heart_rate", "temperature", "volume", "brightness", "battery")
ERRORS = ("E101", "E207", "E404")
PHONE = 0
# uses a day, how they end, and the share of uses with an error
USES, USE_DEVIATION = 0.4, 0.6
FADE = Fade(days_before=30.0, share_before=0.6, days_after=10.0)
FAULTY, ERRORS_IF_FAULTY, ERRORS_ELSE = 0.06, 0.2, 0.004


@dataclass(frozen=True)
class Devices:
    """By device: whose, its identifier, type, since when, and whether it is faulty."""

    person: Ints
    number: Ints
    kind: Ints
    registered_at: Ints
    is_faulty: Bools


def draw(chunk: Chunk, people: People, lives: Lives, registry: Registry) -> Devices:
    """Draw devices: the phone of those with the app, one or two others of some."""
    rng = chunk.rng("devices")
    phones = np.flatnonzero(people.has_app)
    counts = people.has_device * (1 + (rng.random(len(people)) < 0.3))
    others, _ = spans(counts)
    person = np.concatenate([phones, others])
    kind = np.concatenate(
        [np.full(len(phones), PHONE), rng.integers(1, 5, size=len(others))]
    )
    keys = hexadecimal("d_", mixed(chunk.keys(len(person)) * 2 + (1 << 55)), 16)
    delay = rng.exponential(25.0 * DAY, len(person)).astype(np.int64)
    return Devices(
        person,
        registry.add("device_id", keys, person),
        kind,
        lives.first_order_at[person] + delay,
        rng.random(len(person)) < FAULTY,
    )


def registrations(chunk: Chunk, devices: Devices, holdings: Holdings) -> Table:
    """Return iot/devices: with the account, or the contact, the e-mail, or nothing."""
    rng = chunk.rng("registrations")
    person, at = devices.person, devices.registered_at
    shown = rng.choice(4, len(person), p=(0.55, 0.2, 0.15, 0.1))
    contact = np.where(holdings.contact_at[person] <= at, holdings.contact[person], -1)
    return table(
        "iot/devices",
        person,
        at,
        device_id=devices.number,
        registered_at=at,
        device_type=devices.kind,
        model=rng.integers(len(MODELS), size=len(person)),
        contact_id=np.where(shown == 1, contact, -1),
        user_id=np.where(shown == 0, holdings.user_at(person, at), -1),
        email=np.where(shown == 2, holdings.email[person], -1),
    )


def usage(chunk: Chunk, devices: Devices, lives: Lives) -> Table:
    """Return iot/usage: a habit that fades before its owner leaves."""
    rng = chunk.rng("usage")
    used = np.flatnonzero((devices.kind != PHONE) & (devices.registered_at < chunk.end))
    days = (chunk.end - devices.registered_at[used]) / DAY
    rate = USES * np.exp(USE_DEVIATION * rng.standard_normal(len(used)))
    which, _ = spans(rng.poisson(rate * days))
    device = used[which]
    at = devices.registered_at[device]
    at = at + (rng.random(len(device)) * days[which] * DAY).astype(np.int64)
    interest = lives.interest(devices.person[device], at, FADE)
    keeps = rng.random(len(device)) < interest
    device, at = device[keeps], at[keeps]
    order = np.argsort(at, kind="stable")
    device, at = device[order], at[order]
    share = np.where(devices.is_faulty[device], ERRORS_IF_FAULTY, ERRORS_ELSE)
    fails = rng.random(len(device)) < share
    minutes = rng.gamma(2.0, 12.0, len(device)) * (0.3 + 0.7 * interest[keeps][order])
    return table(
        "iot/usage",
        devices.person[device],
        at,
        usage_id=chunk.keys(len(device)),
        recorded_at=at,
        device_id=devices.number[device],
        usage_minutes=np.where(fails, MISSING, np.round(minutes * 100)).astype(
            np.int64
        ),
        metric_name=devices.kind[device],
        metric_value=np.round(rng.normal(60, 12, len(device)), 2),
        error_code=np.where(fails, rng.integers(3, size=len(device)), -1),
    )
