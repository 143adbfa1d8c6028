"""The entities of the small world: the one place to add another."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from proof import records_crm as crm
from proof import records_marketing as marketing
from proof import records_online as online
from proof import records_service as service
from proof import records_store as store
from proof.people import make_people
from proof.record import Record, World


@dataclass(frozen=True)
class Entity:
    """How the records of an entity are made, and the column copies disagree in.

    `is_dumped`: each delivery has the current version of every record again.
    """

    records: Callable[[World], list[Record]]
    disputed: str
    is_dumped: bool = False


# headers before what names them: later entities look at earlier ones
ENTITIES = {
    "catalog/products": Entity(store.products, "price_amount"),
    "pos/stores": Entity(store.stores, "store_name"),
    "crm/contacts": Entity(crm.contacts, "first_name", is_dumped=True),
    "crm/orders": Entity(crm.orders, "order_amount"),
    "crm/order_lines": Entity(crm.order_lines, "quantity"),
    "crm/refunds": Entity(crm.refunds, "refund_amount"),
    "crm/loyalty_events": Entity(crm.loyalty_events, "points"),
    "crm/campaign_contacts": Entity(marketing.campaign_contacts, "campaign"),
    "crm/consents": Entity(marketing.consents, "email"),
    "crm/support_tickets": Entity(service.support_tickets, "email"),
    "pos/transactions": Entity(store.transactions, "total_amount"),
    "pos/transaction_lines": Entity(store.transaction_lines, "quantity"),
    "catalog/reviews": Entity(store.reviews, "email"),
    "web/events": Entity(online.events, "user_id"),
    "iot/devices": Entity(online.devices, "model"),
    "iot/usage": Entity(online.usage, "usage_minutes"),
    "iot/locations": Entity(online.locations, "dwell_seconds"),
    "social/engagements": Entity(online.engagements, "post_id"),
    "crm/support_messages": Entity(service.support_messages, "message_text"),
    "marketing/ad_spend": Entity(marketing.ad_spend, "cost_amount"),
}


def make_world(seed: int, households: int) -> World:
    """Return a world: a function of its seed and its size."""
    rng = Random(seed)
    world = World(rng, make_people(rng, households))
    for name, entity in ENTITIES.items():
        world.records[name] = entity.records(world)
    return world
