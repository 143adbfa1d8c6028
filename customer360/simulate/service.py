"""Support: tickets after orders, most of them about what went wrong, and messages."""

import numpy as np

from customer360.simulate import texts
from customer360.simulate.baskets import Baskets
from customer360.simulate.crm_orders import typed_email
from customer360.simulate.frame import Frame, stacked
from customer360.simulate.holdings import Holdings
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import chance, choose
from customer360.simulate.tables import AT, PERSON, Table, nightly, versions
from customer360.simulate.voices import Voices, Wanted, intents, written
from customer360.simulate.world import Chunk

CHANNELS = ("chat", "email", "phone", "social")
CHAT, EMAIL, PHONE, SOCIAL = range(len(CHANNELS))
TOPICS = texts.TOPICS["message"]
PRIORITIES = ("low", "normal", "high")
AUTHORS = ("customer", "agent", "bot")
CUSTOMER, AGENT, BOT = range(len(AUTHORS))
REPLIES = (
    "Thank you for writing to us. I am looking into it and come back to you shortly.",
    "Hello, I have checked your order and forwarded this to the team in charge.",
    "I am sorry for the trouble. We will make this right.",
    "Glad to help! Is there anything else I can do for you?",
    "You are talking to our assistant. A colleague will join in a moment.",
)
ASKS, ANSWERS_AGAIN, RATES = 0.03, 0.45, 0.4
# what tickets are about (weights by topic): those about what did not go wrong, about
# service that did, and about a faulty product
TOPIC_WEIGHTS = np.array(
    [
        [3.0, 0, 1.5, 2, 1.5, 3, 1, 0.7],
        [5.0, 0, 2, 1.5, 0.5, 0, 0.3, 1],
        [0.0, 8, 0, 2, 0, 0, 0, 0],
    ]
)


def support(
    chunk: Chunk, people: People, holdings: Holdings, baskets: Baskets
) -> tuple[list[Table], Voices]:
    """Return crm/support_tickets and crm/support_messages, and what was meant."""
    rng = chunk.rng("service")
    tickets = _tickets(people, baskets, rng)
    tickets = tickets.take(tickets["at"] < chunk.end)
    tickets = tickets.plus(number=np.arange(len(tickets)))
    messages = _messages(tickets, rng)
    messages = messages.take(messages["at"] < chunk.end)
    by_customer = messages["author"] == CUSTOMER
    said = messages.take(by_customer)
    voices = _voices(chunk, tickets, said, rng)
    text = np.empty(len(messages), dtype=np.int64)
    text[by_customer] = len(REPLIES) + np.arange(len(said))
    text[~by_customer] = messages["reply"][~by_customer]
    table = nightly(
        "crm/support_messages",
        tickets["person"][messages["ticket"]],
        messages["at"],
        message_id=chunk.keys(messages["number"]),
        sent_at=messages["at"],
        ticket_id=chunk.keys(messages["ticket"]),
        author_type=messages["author"],
        message_text=text,
    )
    return [_ticket_versions(chunk, holdings, tickets, rng), table], voices


def _tickets(people: People, baskets: Baskets, rng: np.random.Generator) -> Frame:
    """Return a ticket for orders that went wrong, and for some that did not."""
    orders, lines = baskets.orders, baskets.lines
    line = np.searchsorted(lines["order"], orders["number"])
    product = lines["product"][line]
    asks = rng.random(len(orders)) < ASKS * people.by_kind("tickets")[orders["person"]]
    opened = orders.plus(product=product).take((orders["bad"] > 0) | asks)
    size, bad = len(opened), opened["bad"]
    delay = rng.gamma(2.0, 2.5 * DAY, size)
    answered = rng.exponential(np.where(bad > 0, 20.0, 5.0) * 3600)
    solved = rng.exponential(np.where(bad > 0, 3.0, 1.0) * DAY)
    at = opened["at"] + delay.astype(np.int64)
    responded = at + answered.astype(np.int64) + 120
    sentiment = np.where(bad > 0, -1, rng.choice((-1, 0, 1), size, p=(0.1, 0.65, 0.25)))
    sentiment = np.where((bad > 0) & (rng.random(size) < 0.12), 0, sentiment)
    return opened.plus(
        at=at,
        responded=responded,
        closed=responded + solved.astype(np.int64) + 600,
        order=opened["number"],
        sentiment=sentiment,
        topic=choose(rng, TOPIC_WEIGHTS[bad + opened["faulty"]]),
        channel=rng.choice(4, size, p=(0.4, 0.32, 0.2, 0.08)),
    )


def _opened(
    chunk: Chunk, holdings: Holdings, tickets: Frame, rng: np.random.Generator
) -> Frame:
    """Return tickets as they are opened, with what the channel shows of who asks."""
    size, person, at = len(tickets), tickets["person"], tickets["at"]
    channel = tickets["channel"]
    by_mail = channel == EMAIL
    chats = (channel == CHAT) & (rng.random(size) < 0.5)
    email = typed_email(chunk, holdings, person, by_mail, rng)
    contact = holdings.contact_used_at(person, at, rng.random(size))
    return Frame(
        {
            "ticket_id": chunk.keys(tickets["number"]),
            "opened_at": at,
            "contact_id": np.where(by_mail | (rng.random(size) < 0.4), -1, contact),
            "user_id": np.where(channel == CHAT, holdings.user_at(person, at), -1),
            "email": np.where(by_mail | chats, email, -1),
            "phone": np.where(channel == PHONE, holdings.phone[person], -1),
            "order_id": np.where(
                rng.random(size) < 0.6, chunk.keys(tickets["order"]), -1
            ),
            "product_id": tickets["product"],
            "channel": channel,
            "category": tickets["topic"],
            "priority": np.where(tickets["bad"] > 0, 2, rng.integers(2, size=size)),
            PERSON: person,
        }
    )


def _ticket_versions(
    chunk: Chunk, holdings: Holdings, tickets: Frame, rng: np.random.Generator
) -> Table:
    """Return tickets opened, then answered, closed, and some of them rated."""
    size = len(tickets)
    base = _opened(chunk, holdings, tickets, rng)
    rating = np.where(
        tickets["sentiment"] < 0,
        rng.choice((1, 2, 3), size, p=(0.5, 0.35, 0.15)),
        rng.choice((3, 4, 5), size, p=(0.2, 0.35, 0.45)),
    )
    answered = base.plus(first_responded_at=tickets["responded"])
    closed = answered.plus(closed_at=tickets["closed"])
    rated = closed.plus(satisfaction_rating=rating)
    frames = [
        base.plus(**{AT: tickets["at"]}),
        answered.plus(**{AT: tickets["responded"]}),
        closed.plus(**{AT: tickets["closed"]}),
        rated.plus(**{AT: tickets["closed"] + 8 * 3600}).take(chance(rng, RATES, size)),
    ]
    return versions("crm/support_tickets", frames)


def _messages(tickets: Frame, rng: np.random.Generator) -> Frame:
    """Return messages: asked, (a bot first), answered, some asked again, closed."""
    number = tickets["number"]
    chats = tickets["channel"] == CHAT
    again = rng.random(len(tickets)) < ANSWERS_AGAIN
    between = (tickets["responded"] + tickets["closed"]) // 2
    turns = [
        (number, tickets["at"], CUSTOMER, 0),
        (number[chats], tickets["at"][chats] + 10, BOT, 4),
        (number, tickets["responded"], AGENT, 0),
        (number[again], between[again], CUSTOMER, 0),
        (number, tickets["closed"], AGENT, 2),
    ]
    frames = [
        Frame(
            {
                "ticket": ticket,
                "at": at,
                "author": np.full(len(ticket), author),
                "reply": np.minimum(reply + ticket % 2, len(REPLIES) - 1),
            }
        )
        for ticket, at, author, reply in turns
    ]
    messages = stacked(frames)
    messages = messages.take(np.argsort(messages["at"], kind="stable"))
    return messages.plus(number=np.arange(len(messages)))


def _voices(
    chunk: Chunk, tickets: Frame, said: Frame, rng: np.random.Generator
) -> Voices:
    about = tickets.take(said["ticket"])
    wanted = Wanted(
        "message",
        about["sentiment"],
        about["topic"],
        intents("message", about["sentiment"], rng),
        about["product"],
    )
    return written(
        "crm/support_messages",
        chunk.keys(said["number"]),
        wanted,
        (rng, chunk.world.products.names),
    )
