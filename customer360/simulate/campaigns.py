"""Campaigns meet people: who is contacted or held out, what they do, what it causes."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.campaign_plan import CHANNELS, VARIANTS
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.holdings import NEVER, Holdings
from customer360.simulate.lives import Lives, daytime
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Floats, Ints, chance
from customer360.simulate.world import Chunk

EMAIL, SMS, PUSH, MAIL = range(len(CHANNELS))
# who opens, clicks after opening, leaves the list, and whose address is dead
OPENS = np.array([0.35, 0.0, 0.25, 0.0])
CLICKS, UNSUBSCRIBES, BOUNCES = 0.3, 0.004, 0.015
# the effect comes within a week, and is as strong as the price is felt
EFFECT_DAYS, SENSITIVITY_SCALE = 7.0, 2.0


@dataclass(frozen=True)
class Contacts:
    """Contacts of a chunk until a year after the end, and the orders they caused.

    `frame`: person, campaign, at, is_control, variant, and times opened, clicked,
    unsubscribed, bounced. `extra_orders`: person, at, amount, campaign. `effects`: by
    campaign the sums over contacts of what a contact adds to orders and to revenue,
    and their number.
    """

    frame: Frame
    extra_orders: Frame
    effects: Floats


def contacts(
    chunk: Chunk, people: People, holdings: Holdings, lives: Lives
) -> Contacts:
    """Draw who is contacted by which campaign, and what follows."""
    rng = chunk.rng("campaigns")
    chosen = _chosen(chunk, people, holdings, rng)
    chosen = _without_unsubscribed(chosen, rng)
    person, campaign = chosen["person"], chosen["campaign"]
    plan = chunk.world.campaigns
    share = plan.effect[campaign] * SENSITIVITY_SCALE * people.price_sensitivity[person]
    share = share * lives.is_customer(person, chosen["at"])
    buys = chance(rng, share, len(chosen)) & (chosen["is_control"] == 0)
    extra = _extra_orders(chosen.take(buys), people, rng)
    sums = (share, share * people.traits.spend[person], np.ones(len(chosen)))
    written = chosen["at"] < chunk.end
    effects = np.stack(
        [
            np.bincount(campaign[written], each[written], len(plan)).astype(float)
            for each in sums
        ]
    )
    return Contacts(_with_reactions(chosen, share, rng), extra, effects)


def _chosen(
    chunk: Chunk, people: People, holdings: Holdings, rng: np.random.Generator
) -> Frame:
    """Return each pair of a person and a campaign that chose them, by time."""
    plan = chunk.world.campaigns
    reachable = holdings.contact_at[:, None] < plan.sent_at
    reachable &= (plan.channel != PUSH) | people.has_app[:, None]
    wanted = reachable & (rng.random(reachable.shape) < plan.target_share)
    campaign, person = np.nonzero(wanted.T)
    control = chance(rng, plan.control_share[campaign], len(campaign))
    spread = (rng.random(len(campaign)) * 3600).astype(np.int64)
    return Frame(
        {
            "person": person,
            "campaign": campaign,
            "channel": plan.channel[campaign],
            "at": plan.sent_at[campaign] + spread,
            "is_control": control.astype(np.int64),
            "variant": rng.integers(len(VARIANTS), size=len(campaign)),
        }
    )


def _without_unsubscribed(chosen: Frame, rng: np.random.Generator) -> Frame:
    """Note who leaves the list at which contact, and drop their later ones."""
    leaves = chance(rng, UNSUBSCRIBES, len(chosen)) & (chosen["is_control"] == 0)
    delay = rng.exponential(0.5 * DAY, len(chosen)).astype(np.int64)
    at = np.where(leaves, chosen["at"] + delay, NEVER)
    first = np.full(chosen["person"].max(initial=-1) + 1, NEVER)
    np.minimum.at(first, chosen["person"], at)
    stays = chosen["at"] <= first[chosen["person"]]
    unsubscribed = np.where(leaves, at, MISSING)
    return chosen.plus(unsubscribed_at=unsubscribed).take(stays)


def _extra_orders(buying: Frame, people: People, rng: np.random.Generator) -> Frame:
    """Return the order each of these contacts caused, within a week of it."""
    person = buying["person"]
    delay = np.minimum(rng.exponential(2.0, len(buying)), EFFECT_DAYS - 0.1)
    at = daytime(buying["at"] + (delay * DAY).astype(np.int64))
    return Frame(
        {
            "person": person,
            "at": np.maximum(at, buying["at"] + 600),
            "amount": people.traits.spend[person] * rng.gamma(4.0, 0.25, len(buying)),
            "campaign": buying["campaign"],
        }
    )


def _with_reactions(chosen: Frame, share: Floats, rng: np.random.Generator) -> Frame:
    """Add when a message bounced, was opened and clicked; the keener, the likelier."""
    size = len(chosen)
    keen = 1.0 + np.minimum(share / 0.02, 1.0)
    bounced = chance(rng, BOUNCES, size)
    sent = (chosen["is_control"] == 0) & ~bounced
    opened = sent & chance(rng, OPENS[chosen["channel"]] * keen, size)
    clicked = opened & chance(rng, CLICKS * keen, size)
    bounced &= chosen["is_control"] == 0
    opened_at = chosen["at"] + rng.exponential(0.6 * DAY, size).astype(np.int64) + 60
    clicked_at = opened_at + rng.exponential(300, size).astype(np.int64) + 5
    return chosen.plus(
        bounced_at=_when(bounced, chosen["at"] + 30),
        opened_at=_when(opened, opened_at),
        clicked_at=_when(clicked, clicked_at),
    )


def _when(happened: Bools, at: Ints) -> Ints:
    return np.where(happened, at, MISSING)
