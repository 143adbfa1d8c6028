"""What people say in public: reviews of what they bought, and social networks."""

import numpy as np

from customer360.simulate import texts
from customer360.simulate.baskets import Baskets
from customer360.simulate.frame import Frame, stacked
from customer360.simulate.holdings import Holdings
from customer360.simulate.lives import Fade, Lives
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Ints, choose, spans
from customer360.simulate.tables import Table, nightly, table
from customer360.simulate.voices import Voices, Wanted, intents, written
from customer360.simulate.world import Chunk

REVIEWS = 0.04
TYPES = ("like", "share", "comment", "follow", "mention", "message")
LIKE, SHARE, COMMENT, FOLLOW, MENTION, MESSAGE = range(len(TYPES))
TYPE_SHARES = (0.48, 0.1, 0.2, 0.05, 0.09, 0.08)
ENGAGEMENTS, COMPLAINS_IN_PUBLIC = 0.03, 0.25
POSTS = 500
TITLES = ("Never again", "It is all right", "Would buy again")
FADE = Fade(days_before=30.0, share_before=0.8, days_after=40.0)
FEELINGS = np.array([[0.75, 0.2, 0.05], [0.12, 0.28, 0.6]])


def reviews(chunk: Chunk, holdings: Holdings, baskets: Baskets) -> tuple[Table, Voices]:
    """Return catalog/reviews of some lines, and what was meant."""
    rng = chunk.rng("reviews")
    orders, names = baskets.orders, chunk.world.products.names
    lines = baskets.lines.take(rng.random(len(baskets.lines)) < REVIEWS)
    order, product = lines["order"], lines["product"]
    at = orders["at"][order] + (rng.gamma(2.0, 6.0, len(lines)) * DAY).astype(np.int64)
    faulty = rng.random(len(lines)) < chunk.world.products.fault_rate[product]
    faulty |= (orders["faulty"][order] > 0) & (lines["rank"] == 0)
    sentiment = _feelings(faulty, rng)
    rating = np.clip(
        3 + 2 * sentiment - (rng.random(len(lines)) < 0.4) * sentiment, 1, 5
    )
    person, number = orders["person"][order], chunk.keys(len(lines))
    by_account = holdings.user_at(person, at)
    topic = rng.integers(len(texts.TOPICS["review"]), size=len(lines))
    defect = texts.TOPICS["review"].index("defect")
    topic = np.where(faulty, defect, np.where(topic == defect, 0, topic))
    wanted = Wanted(
        "review", sentiment, topic, intents("review", sentiment, rng), product
    )
    voices = written("catalog/reviews", number, wanted, (rng, names))
    return nightly(
        "catalog/reviews",
        person,
        at,
        review_id=number,
        reviewed_at=at,
        product_id=product,
        user_id=by_account,
        email=np.where(by_account < 0, holdings.email[person], -1),
        rating=rating,
        title=np.where(rng.random(len(lines)) < 0.7, sentiment + 1, -1),
        review_text=np.arange(len(lines)),
    ), voices


def _feelings(is_bad: Bools, rng: np.random.Generator) -> Ints:
    """Return -1, 0 or 1: mostly bad of what was bad, mostly good of the rest."""
    rows = np.where(is_bad, 0, 1)
    return choose(rng, FEELINGS[rows]) - 1


def engagements(
    chunk: Chunk, people: People, holdings: Holdings, lives: Lives, baskets: Baskets
) -> tuple[Table, Voices]:
    """Return social/engagements of those with a handle, and what was meant."""
    rng = chunk.rng("social")
    done = stacked(
        [
            _habits(chunk, people, lives, rng),
            _complaints(people, baskets, rng),
        ]
    )
    done = done.take(done["at"] < chunk.end)
    done = done.take(np.argsort(done["at"], kind="stable"))
    person, at, kind = done["person"], done["at"], done["kind"]
    number = chunk.keys(len(done))
    speaks = np.isin(kind, (COMMENT, MENTION, MESSAGE))
    voices = _posts(chunk, done["sentiment"][speaks], number[speaks], rng)
    text = np.full(len(done), -1)
    text[speaks] = np.arange(speaks.sum())
    sent = np.searchsorted(chunk.world.campaigns.sent_at, at) - 1
    recent = (sent >= 0) & (kind < FOLLOW) & (rng.random(len(done)) < 0.3)
    return table(
        "social/engagements",
        person,
        at,
        engagement_id=number,
        engaged_at=at,
        network=holdings.network[person],
        engagement_type=kind,
        social_handle=holdings.handle[person],
        post_id=np.where(kind <= COMMENT, rng.integers(POSTS, size=len(done)), -1),
        campaign=np.where(recent, sent, -1),
        message_text=text,
    ), voices


def _posts(
    chunk: Chunk, sentiment: Ints, keys: Ints, rng: np.random.Generator
) -> Voices:
    wanted = Wanted(
        "post",
        sentiment,
        rng.integers(len(texts.TOPICS["post"]), size=len(keys)),
        intents("post", sentiment, rng),
        rng.integers(len(chunk.world.products), size=len(keys)),
    )
    tools = (rng, chunk.world.products.names)
    return written("social/engagements", keys, wanted, tools)


def _habits(
    chunk: Chunk, people: People, lives: Lives, rng: np.random.Generator
) -> Frame:
    begin = np.maximum(people.first_order_at - 20 * DAY, 0)
    days = (chunk.end - begin) / DAY
    person, _ = spans(rng.poisson(ENGAGEMENTS * people.has_handle * days))
    at = begin[person] + (rng.random(len(person)) * days[person] * DAY).astype(np.int64)
    keeps = rng.random(len(person)) < lives.interest(person, at, FADE)
    person, at = person[keeps], at[keeps]
    return Frame(
        {
            "person": person,
            "at": at,
            "kind": rng.choice(len(TYPES), len(person), p=TYPE_SHARES),
            "sentiment": _feelings(np.zeros(len(person), bool), rng),
        }
    )


def _complaints(people: People, baskets: Baskets, rng: np.random.Generator) -> Frame:
    """Return mentions, some days after an order that went wrong."""
    bad = baskets.orders.take(baskets.orders["bad"] > 0)
    bad = bad.take(people.has_handle[bad["person"]])
    bad = bad.take(rng.random(len(bad)) < COMPLAINS_IN_PUBLIC)
    size = len(bad)
    return Frame(
        {
            "person": bad["person"],
            "at": bad["at"] + rng.integers(2 * DAY, 12 * DAY, size),
            "kind": np.full(size, MENTION),
            "sentiment": np.full(size, -1),
        }
    )
