"""The events of each session: pages, searches, products, carts, purchases."""

import numpy as np
import pyarrow as pa

from customer360.simulate.baskets import Baskets
from customer360.simulate.frame import MISSING, Frame
from customer360.simulate.machines import WEB
from customer360.simulate.people import People
from customer360.simulate.products import Products
from customer360.simulate.sessions import DIRECT, MAILED
from customer360.simulate.steps import (
    CART,
    CHECKOUT,
    LOGIN,
    PRODUCT,
    PURCHASE,
    SEARCH,
    steps,
)
from customer360.simulate.streams import Ints
from customer360.simulate.tables import Table, table
from customer360.simulate.world import Chunk

PAGES = ("", "offers", "new", "account", "cart", "checkout", "stores", "help", "search")
TITLES = (
    "Home",
    "Offers",
    "New in",
    "Your account",
    "Cart",
    "Checkout",
    "Stores",
    "Help",
    "Search",
)
REFERRERS = (
    "https://search.example/",
    "https://social.example/",
    "https://mail.example/",
)
SOURCES = ("google", "instagram", "newsletter", "bing")
MEDIUMS = ("cpc", "social", "email")
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0) Browser/120",
    "Mozilla/5.0 (Macintosh) Browser/17",
    "ShopApp/5.2 (iOS 17)",
    "ShopApp/5.1 (Android 14)",
    "examplebot/2.1 (+https://bot.example)",
)
DEVICE_TYPES = ("desktop", "mobile", "tablet")
SECONDS_BETWEEN, LONGEST_GAP = 45.0, 1_500
SHOP = "https://shop.example/"


def events(chunk: Chunk, people: People, sessions: Frame, baskets: Baskets) -> Table:
    """Return web/events of sessions, in order of sessions."""
    rng = chunk.rng("events")
    done = steps(chunk, people, sessions, baskets)
    session, rank, name = done["session"], done["rank"], done["name"]
    product, line = done["product"], done["line"]
    at = _times(sessions, session, rank, rng)
    order = np.where(name == PURCHASE, sessions["order"][session], -1)
    logged_in = rank >= sessions["login_at_event"][session]
    has_product = np.isin(name, (PRODUCT, CART))
    is_purchase = name == PURCHASE
    cents = np.where(is_purchase, baskets.orders["cents"][order], MISSING)
    quantity = np.where(line >= 0, baskets.lines["quantity"][line], 1)
    price = chunk.world.products.price
    return table(
        "web/events",
        sessions["person"][session],
        at,
        event_id=chunk.keys(len(name)),
        event_at=at,
        event_name=name,
        platform=sessions["platform"][session],
        anonymous_id=sessions["cookie"][session],
        user_id=np.where(logged_in, sessions["user"][session], -1),
        email=np.where(rank == 0, sessions["email"][session], -1),
        search_query=np.where(name == SEARCH, product, -1),
        product_id=np.where(has_product, product, -1),
        order_id=np.where(order >= 0, chunk.keys(order), -1),
        quantity=np.where(name == CART, quantity, MISSING),
        value_amount=np.where(name == CART, quantity * price[product], cents),
        currency=np.where(is_purchase | (name == CART), 0, -1),
        engaged_seconds=np.minimum(rng.exponential(40, len(name)), 1500).astype(
            np.int64
        ),
        **_where_from(sessions, session, rank, name, product),
        **_what_with(people, sessions, session, rng),
    )


def _times(
    sessions: Frame, session: Ints, rank: Ints, rng: np.random.Generator
) -> Ints:
    """Return times with under half an hour between; an order's session ends with it."""
    gap = 3 + np.minimum(rng.exponential(SECONDS_BETWEEN, len(session)), LONGEST_GAP)
    is_bot = sessions["is_nobodys"][session] == 2
    gap = np.where(is_bot, 2, gap).astype(np.int64)
    gap[rank == 0] = 0
    total = np.cumsum(gap)
    first = np.flatnonzero(rank == 0)
    since = total - total[first][session]
    last = np.append(first[1:], len(session)) - 1
    lasted = since[last]
    start = np.where(sessions["order"] >= 0, sessions["at"] - lasted, sessions["at"])
    return np.maximum(start, 0)[session] + since


def _where_from(
    sessions: Frame, session: Ints, rank: Ints, name: Ints, product: Ints
) -> dict[str, Ints]:
    """Return page, referrer and utm: the source shows on the landing page alone."""
    is_web = sessions["platform"][session] == WEB
    landing = rank == 0
    source = np.where(landing, sessions["source"][session], DIRECT)
    page = np.select(
        [
            np.isin(name, (PRODUCT, CART)),
            name == SEARCH,
            name == LOGIN,
            name >= CHECKOUT,
        ],
        [len(PAGES) + product, 8, 3, 5],
        product % 5,
    )
    campaign = np.where(source == MAILED, sessions["campaign"][session], -1)
    codes = np.array([-1, -1, 0, 1, 2])[source]
    return {
        "page_url": np.where(is_web, page, -1),
        "page_title": page,
        "referrer_url": np.where(is_web, np.array([-1, 0, 0, 1, 2])[source], -1),
        "utm_source": codes,
        "utm_medium": codes,
        "utm_campaign": campaign,
    }


def _what_with(
    people: People, sessions: Frame, session: Ints, rng: np.random.Generator
) -> dict[str, Ints]:
    """Return device type, country and user agent of each session's events."""
    platform, person = sessions["platform"], np.maximum(sessions["person"], 0)
    device = np.where(platform == WEB, sessions["machine"] % 3, 1)
    agent = np.where(
        platform == WEB, np.maximum(sessions["machine"], 0) % 2, platform + 1
    )
    agent = np.where(sessions["is_nobodys"] == 2, 4, agent)
    device = np.where(device < 0, 0, device)
    return {
        "device_type": device[session],
        "country": people.country[person][session],
        "user_agent": agent[session],
        "app_release": rng.integers(4, size=len(sessions))[session],
    }


def page_pools(products: Products) -> dict[str, pa.Array]:
    """Return the texts of pages, then of products' pages."""
    numbers = [f"{SHOP}p/SKU-{number:05d}" for number in range(len(products))]
    return {
        "urls": pa.array([*(SHOP + page for page in PAGES), *numbers]),
        "titles": pa.array([*TITLES, *products.names]),
        "queries": pa.array(products.searched),
    }
