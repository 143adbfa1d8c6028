"""What is true, for tests and benchmarks: never an input of a model."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from customer360.landing import Contract
from customer360.simulate import archetypes, bayes, bayes_shifted
from customer360.simulate.campaign_plan import CHANNELS, Campaigns
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.identifiers import Registry
from customer360.simulate.kinds import EPOCH, MICROSECOND, Context
from customer360.simulate.lives import Lives
from customer360.simulate.people import People
from customer360.simulate.settings import DAY, HORIZONS
from customer360.simulate.shapes import SHAPES
from customer360.simulate.streams import Bools, Floats, Ints
from customer360.simulate.strings import hexadecimal, picked
from customer360.simulate.voices import Voices
from customer360.simulate.world import Chunk


def records(
    contract: Contract, keys: pa.ChunkedArray, whose: tuple[pa.Array, Ints], own: Bools
) -> pa.Table:
    """Return the truth of an entity's records: once each, versions and copies aside."""
    ids, person = whose
    kept = np.flatnonzero(own)
    keys = keys.combine_chunks().take(pa.array(kept))
    if contract.kind == "state":
        codes = keys.dictionary_encode().indices.to_numpy()
        _, first = np.unique(codes, return_index=True)
        kept, keys = kept[first], keys.take(pa.array(first))
    system, entity = contract.entity.split("/")
    size = len(kept)
    return pa.table(
        {
            "system": pa.array([system]).take(pa.array(np.zeros(size, np.int64))),
            "entity": pa.array([entity]).take(pa.array(np.zeros(size, np.int64))),
            "record_id": keys,
            "person_id": picked(ids, person[kept]),
        }
    )


def people(chunk: Chunk, everyone: People, lives: Lives) -> pa.Table:
    """Return the truth of people."""
    traits = everyone.traits
    return pa.table(
        {
            "person_id": everyone.ids,
            "archetype": pa.array(archetypes.NAMES).take(pa.array(everyone.archetype)),
            "household_id": hexadecimal("home_", chunk.keys(everyone.household), 11),
            "first_active_at": _time(chunk, lives.first_order_at),
            "dropped_out_at": _time(chunk, lives.dropped_out_at),
            "order_rate_per_day": pa.array(traits.rate),
            "dropout_probability": pa.array(traits.leaving),
            "mean_order_amount": pa.array(traits.spend),
        }
    )


def _time(chunk: Chunk, seconds: Ints) -> pa.Array:
    start = (chunk.settings.start - EPOCH).days * DAY
    known = np.where(seconds == MISSING, 0, seconds)
    times = pa.array((start + known) * MICROSECOND, mask=seconds == MISSING)
    return times.cast(pa.timestamp("us"))


def future(chunk: Chunk, everyone: People, orders: Frame) -> pa.Table:
    """Return what came after the end by horizon, and what was to be expected."""
    observer = bayes_shifted if chunk.settings.world == "shifted" else bayes
    expected = observer.expected(chunk, everyone, orders)
    parts = []
    for horizon, outlook in zip(HORIZONS, expected, strict=True):
        after = orders["at"] - chunk.end
        coming = orders.take((after >= 0) & (after < horizon * DAY))
        parts.append(_horizon(everyone, horizon, coming, outlook))
    return pa.concat_tables(parts)


def _horizon(
    everyone: People, horizon: int, coming: Frame, outlook: bayes.Outlook
) -> pa.Table:
    size, person = len(everyone), coming["person"]
    amount = np.bincount(person, coming["amount"], size)
    return pa.table(
        {
            "person_id": everyone.ids,
            "horizon_days": pa.array(np.full(size, horizon, np.int32)),
            "order_count": pa.array(np.bincount(person, minlength=size)),
            "order_amount_sum": pa.array(np.round(amount, 2)),
            "bayes_order_probability": pa.array(outlook.probability),
            "bayes_order_count": pa.array(outlook.count),
            "bayes_order_amount_sum": pa.array(outlook.amount),
        }
    )


def texts(voices: list[Voices], arrived: pa.Table) -> pa.Table:
    """Return the truth of texts: what was felt, about what, to what purpose.

    arrived: truth of records; a text whose record never arrived is left out.
    """
    parts = []
    for voice in voices:
        entity = voice.entity.split("/")[1]
        names = pa.array([entity]).take(pa.array(np.zeros(len(voice.keys), np.int64)))
        told = pa.table(
            {
                "entity": names,
                "record_id": _rendered(voice),
                "sentiment": pa.array(voice.sentiment.astype(np.int32)),
                "topic": voice.topic,
                "intent": voice.intent,
            }
        )
        records = arrived.filter(pc.equal(arrived["entity"], entity))["record_id"]
        parts.append(told.filter(pc.is_in(told["record_id"], records.combine_chunks())))
    return pa.concat_tables(parts)


def _rendered(voice: Voices) -> pa.Array:
    """Return the record ids of texts: the first column of their entity."""
    kind = next(iter(SHAPES[voice.entity].values()))
    return kind.render(voice.keys, Context(EPOCH, Registry(), voice.keys))


def campaigns(plan: Campaigns, effects: Floats) -> pa.Table:
    """Return what each campaign truly adds to a contact's orders and revenue.

    `effects` are its sums over contacts and their number; see `campaigns.Contacts`.
    """
    used = np.flatnonzero(effects[2] > 0)
    mean = effects[:2, used] / effects[2, used]
    return pa.table(
        {
            "campaign": pa.array([plan.names[number] for number in used], pa.string()),
            "channel": pa.array(CHANNELS).take(pa.array(plan.channel[used])),
            "true_uplift_probability": pa.array(mean[0]),
            "true_uplift_amount": pa.array(mean[1]),
        }
    )
