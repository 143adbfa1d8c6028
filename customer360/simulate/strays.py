"""Visits of nobody: bots and test accounts."""

import numpy as np

from customer360.simulate.frame import Frame, stacked
from customer360.simulate.identifiers import NOBODY, Registry
from customer360.simulate.machines import WEB
from customer360.simulate.sessions import DIRECT
from customer360.simulate.streams import Ints, spans
from customer360.simulate.strings import decimal, hexadecimal, joined, mixed
from customer360.simulate.world import Chunk

BOT_EVENTS, BOT_SESSIONS, TEST_SESSIONS = 60, 5, 25


def stray_sessions(chunk: Chunk, registry: Registry, event_count: int) -> Frame:
    """Return sessions of bots and of test accounts beside `event_count` of people."""
    rng = chunk.rng("strays")
    bots = int(event_count * chunk.rates.bot_event / (BOT_EVENTS * BOT_SESSIONS))
    bot_cookies = _nobodys_cookies(chunk, registry, bots, 1)
    bot, _ = spans(np.full(bots, BOT_SESSIONS))
    tests = rng.poisson(chunk.rates.test_account * chunk.size)
    none = np.full(tests, NOBODY)
    users = registry.add(
        "user_id",
        hexadecimal("u_", mixed(chunk.keys(tests) * 8 + 5), 16),
        none,
    )
    emails = registry.add(
        "email",
        joined("qa.", decimal("", chunk.keys(tests), 12), "@shop.example"),
        none,
    )
    test, _ = spans(np.full(tests, TEST_SESSIONS))
    staff = _nobodys_cookies(chunk, registry, len(test), 2)
    return stacked(
        [
            _visits(chunk, rng, bot_cookies[bot], BOT_EVENTS).plus(
                user=np.full(len(bot), -1),
                email=np.full(len(bot), -1),
                is_nobodys=np.full(len(bot), 2),
            ),
            _visits(chunk, rng, staff, 8).plus(
                user=users[test],
                email=emails[test],
                is_nobodys=np.full(len(test), 1),
            ),
        ]
    )


def _nobodys_cookies(chunk: Chunk, registry: Registry, count: int, kind: int) -> Ints:
    numbers = mixed(chunk.keys(count) * 8 + (1 << 50) + kind * 2)
    none = np.full(count, NOBODY)
    return registry.add("anonymous_id", hexadecimal("a_", numbers, 16), none)


def _visits(chunk: Chunk, rng: np.random.Generator, cookies: Ints, size: int) -> Frame:
    count = len(cookies)
    none = np.full(count, -1)
    return Frame(
        {
            "person": np.full(count, NOBODY),
            "at": rng.integers(0, chunk.end, count),
            "machine": none,
            "size": np.full(count, size),
            "order": none,
            "source": np.full(count, DIRECT),
            "campaign": none,
            "cookie": cookies,
            "platform": np.full(count, WEB),
            "login_at_event": np.zeros(count, dtype=np.int64),
        }
    )
