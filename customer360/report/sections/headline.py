"""The first chapter: the figures a reader looks for."""

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures.headline import Headline, headline
from customer360.report.page_parts import Section, Tile


def section(build: Build) -> Section:
    """Return the headline figures as tiles."""
    seen = headline(build)
    tiles = [
        _customers(seen),
        _active(seen),
        _revenue(seen, build.currency),
        _orders(seen, build.currency),
        Tile(
            "Revenue we know by name",
            words.share(seen.known_revenue_share),
            "tied to a customer; the rest was paid by nobody we can tell",
        ),
        Tile(
            "May be written to",
            words.count(seen.contactable_count),
            f"by e-mail or SMS, {_of(seen.contactable_count, seen)}",
        ),
    ]
    expected = _expected(seen, build.currency) if seen.scored_count else []
    return Section("headline", "At a glance", tiles=[*tiles, *expected])


def _active(seen: Headline) -> Tile:
    share = _of(seen.active_count, seen)
    return Tile(
        "Active",
        words.count(seen.active_count),
        f"ordered in the last 90 days, {share}",
    )


def _customers(seen: Headline) -> Tile:
    visitors = words.plural(seen.visitor_count, "visitor")
    return Tile(
        "Customers", words.count(seen.customer_count), f"and {visitors} without a name"
    )


def _revenue(seen: Headline, currency: str) -> Tile:
    beside = f"in {words.plural(seen.revenue_days, 'day')}"
    if not words.is_none(seen.revenue_before) and seen.revenue and seen.revenue_before:
        change = seen.revenue / seen.revenue_before - 1
        beside += f", {change:+.0%} on as many days before"
    if not words.is_none(seen.refund_share):
        beside += f"; {words.share(seen.refund_share)} of it given back"
    return Tile("Revenue", words.money(seen.revenue, currency), beside)


def _orders(seen: Headline, currency: str) -> Tile:
    revenue = seen.revenue or 0
    mean = words.money(revenue / max(seen.order_count, 1), currency)
    return Tile("Orders", words.count(seen.order_count), f"{mean} each")


def _expected(seen: Headline, currency: str) -> list[Tile]:
    risk = f"of {words.plural(seen.scored_count, 'customer')} who ordered before"
    return [
        Tile(
            "Expected in 365 days",
            words.money(seen.expected_revenue, currency),
            "from customers of today, new ones not counted",
        ),
        Tile("Likely to go silent", words.count(seen.risk_count), risk),
    ]


def _of(part: float, seen: Headline) -> str:
    share = part / seen.customer_count if seen.customer_count else None
    return f"{words.share(share)} of all"
