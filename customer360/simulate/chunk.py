"""One chunk of people, from their traits to their files and their truth."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from customer360.landing import read_contracts
from customer360.simulate import (
    campaigns,
    devices,
    global_tables,
    holdings,
    lives,
    locations,
    machines,
    members,
    orders,
    people,
    pos,
    publicity,
    service,
    sessions,
    strays,
    truth,
    web_events,
)
from customer360.simulate.arrival import BROKEN, COPY, arrived
from customer360.simulate.baskets import Baskets, baskets
from customer360.simulate.campaign_contacts import campaign_contacts
from customer360.simulate.commons import commons
from customer360.simulate.crm_orders import crm_tables
from customer360.simulate.evidence import Evidence
from customer360.simulate.frame import MISSING, Frame, stacked
from customer360.simulate.identifiers import Registry
from customer360.simulate.kinds import Context
from customer360.simulate.streams import Floats
from customer360.simulate.tables import PERSON, Table
from customer360.simulate.voices import Voices
from customer360.simulate.world import Chunk
from customer360.simulate.writer import rendered, write, write_entity


@dataclass
class Told:
    """What the people of a chunk left in the systems, and what is true of it."""

    people: people.People
    lives: lives.Lives
    orders: Frame
    registry: Registry
    effects: Floats
    tables: list[Table] = field(default_factory=list)
    voices: list[Voices] = field(default_factory=list)
    texts: dict[str, pa.Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What a chunk wrote: rows by entity, and what campaigns did (campaigns x 3)."""

    rows: dict[str, int]
    effects: Floats


def told(chunk: Chunk) -> Told:
    """Let the people of a chunk live."""
    registry = Registry()
    common = commons(chunk.world, registry)
    everyone = people.draw(chunk)
    base_orders, life = orders.orders(chunk, everyone)
    held = holdings.draw(chunk, everyone, life.dropped_out_at, registry)
    contacted = campaigns.contacts(chunk, everyone, held, life)
    all_orders = together(base_orders, contacted.extra_orders)
    used = machines.draw(chunk, everyone, held, registry)
    bought = baskets(chunk, everyone, held, used, all_orders)
    owned = devices.draw(chunk, everyone, life, registry)
    who = sessions.Visitors(everyone, held, used, life)
    visits = sessions.sessions(chunk, who, all_orders, bought, contacted, common)
    visits = stacked(
        [visits, strays.stray_sessions(chunk, registry, int(visits["size"].sum()))]
    )
    story = Told(everyone, life, all_orders, registry, contacted.effects)
    story.tables += [
        web_events.events(chunk, everyone, visits, bought),
        members.contacts(chunk, everyone, held),
        *crm_tables(chunk, held, bought),
        *pos.pos_tables(chunk, held, bought, common.receipt_email),
        members.loyalty(chunk, held, bought),
        campaign_contacts(chunk, held, contacted.frame),
        members.consents(chunk, everyone, held, _leaving(contacted.frame)),
        devices.registrations(chunk, owned, held),
        devices.usage(chunk, owned, life),
        locations.pings(chunk, everyone, owned, life, bought),
    ]
    _add_texts(chunk, story, held, bought)
    return story


def together(base: Frame, extra: Frame) -> Frame:
    """Return all orders by person and time; `campaign` is -1 where none caused it."""
    none = np.full(len(base), -1)
    extra = extra.plus(bad=np.zeros(len(extra), dtype=np.int64))
    both = stacked([base.plus(campaign=none), extra])
    return both.take(np.lexsort((both["at"], both["person"])))


def _leaving(contacted: Frame) -> Frame:
    """Return the contacts at which somebody left the list."""
    return contacted.take(contacted["unsubscribed_at"] != MISSING)


def _add_texts(
    chunk: Chunk, story: Told, held: holdings.Holdings, bought: Baskets
) -> None:
    tables, messages = service.support(chunk, story.people, held, bought)
    review_table, reviews = publicity.reviews(chunk, held, bought)
    social_table, posts = publicity.engagements(
        chunk, story.people, held, story.lives, bought
    )
    story.tables += [*tables, review_table, social_table]
    story.voices += [messages, reviews, posts]
    replies = pa.array(service.REPLIES)
    story.texts = {
        "messages": pa.concat_arrays([replies, messages.written]),
        "reviews": reviews.written,
        "posts": posts.written,
    }


def write_chunk(chunk: Chunk, out: Path, truth_dir: Path) -> Written:
    """Write the files and the truth of a chunk; return what was written."""
    story = told(chunk)
    contracts = read_contracts()
    evidence = Evidence(story.registry)
    pools = {**global_tables.pools(chunk.world), **story.texts}
    rows, records = {}, []
    for table in story.tables:
        contract = contracts[table.entity]
        frame = arrived(
            table, contract, chunk.settings, chunk.rng(f"arrival of {table.entity}")
        )
        evidence.add(frame, contract)
        context = Context(
            chunk.settings.start,
            story.registry,
            frame[contract.key],
            pools,
        )
        written = rendered(frame, contract, context)
        write_entity(written, contract, out, chunk.number)
        whose = story.people.ids, frame[PERSON]
        is_own = (frame[COPY] == 0) & (frame[BROKEN] == 0)
        records.append(truth.records(contract, written[contract.key], whose, is_own))
        rows[table.entity] = len(frame)
    _write_truth(chunk, story, evidence, pa.concat_tables(records), truth_dir)
    return Written(rows, story.effects)


def _write_truth(
    chunk: Chunk, story: Told, evidence: Evidence, records: pa.Table, folder: Path
) -> None:
    number = chunk.number
    write(records, folder / "records", number, ["system", "entity", "person_id"])
    held = evidence.table(story.people, number)
    write(held, folder / "identifiers", number + 1)
    write(truth.people(chunk, story.people, story.lives), folder / "people", number)
    future = truth.future(chunk, story.people, story.orders)
    write(future, folder / "future", number)
    write(truth.texts(story.voices, records), folder / "texts", number)
