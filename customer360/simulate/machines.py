"""What people browse with: browsers and app installs, their cookies and log-ins."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.holdings import NEVER, Holdings
from customer360.simulate.identifiers import Registry
from customer360.simulate.people import People
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Ints, chance, spans
from customer360.simulate.strings import hexadecimal, mixed
from customer360.simulate.world import Chunk

IS_IOS = 0.5
COOKIES = 3
PLATFORMS = ("web", "ios", "android")
WEB, IOS, ANDROID = range(3)


@dataclass(frozen=True)
class Machines:
    """By machine, people's in order: whose, what, cookies and when the next begins.

    `cookies` is machines x 3 (-1: none), `cookie_ends` when each ends; `login_from` is
    the first moment with a log-in (NEVER: none). `first` and `count` are by person.
    """

    person: Ints
    platform: Ints
    cookies: Ints
    cookie_ends: Ints
    login_from: Ints
    first_web: Ints
    web_count: Ints
    app: Ints

    def cookie_at(self, machine: Ints, at: Ints) -> Ints:
        """Return the cookie of a machine at a time."""
        turn = (at[:, None] >= self.cookie_ends[machine]).sum(axis=1)
        return self.cookies[machine, np.minimum(turn, COOKIES - 1)]


def draw(
    chunk: Chunk, people: People, holdings: Holdings, registry: Registry
) -> Machines:
    """Draw browsers of everybody, then the installs of those with the app."""
    rng = chunk.rng("machines")
    second = chance(rng, chunk.rates.second_browser, len(people))
    web_count = 1 + second.astype(np.int64)
    web_person, _ = spans(web_count)
    app_person = np.flatnonzero(people.has_app)
    person = np.concatenate([web_person, app_person])
    is_ios = rng.random(len(app_person)) < IS_IOS
    platform = np.concatenate(
        [np.full(len(web_person), WEB), np.where(is_ios, IOS, ANDROID)]
    )
    cookies, ends = _cookies(chunk, person, registry)
    app = np.full(len(people), -1)
    app[app_person] = len(web_person) + np.arange(len(app_person))
    first_web = np.cumsum(web_count) - web_count
    login_from = _login_from(chunk, holdings.account_at[person], platform)
    return Machines(
        person, platform, cookies, ends, login_from, first_web, web_count, app
    )


def _cookies(chunk: Chunk, person: Ints, registry: Registry) -> tuple[Ints, Ints]:
    """Enter one to three cookies a machine, and when each is wiped."""
    rng = chunk.rng("cookies")
    second = chance(rng, chunk.rates.second_cookie, len(person))
    third = second & chance(rng, chunk.rates.second_cookie, len(person))
    counts = 1 + second.astype(np.int64) + third
    machine, turn = spans(counts)
    keys = hexadecimal("a_", mixed(chunk.keys(len(machine)) * 2 + 1), 16)
    cookies = np.full((len(person), COOKIES), -1)
    cookies[machine, turn] = registry.add("anonymous_id", keys, person[machine])
    ends = np.sort(rng.integers(0, chunk.end, (len(person), COOKIES)), axis=1)
    ends[np.arange(COOKIES) >= counts[:, None] - 1] = NEVER
    return cookies, ends


def _login_from(chunk: Chunk, account_at: Ints, platform: Ints) -> Ints:
    """Return when each machine first logs in: never, late, or with the account."""
    rng = chunk.rng("logins")
    drawn = rng.random(len(platform))
    rates = chunk.rates
    delay = rng.exponential(45.0 * DAY, len(platform)).astype(np.int64)
    late = np.where(drawn < rates.login_never + rates.login_late, delay, 0)
    never = (drawn < rates.login_never) & (platform == WEB)
    return np.where(never | (account_at >= NEVER), NEVER, account_at + late)
