"""What arrives from the CRM: contacts, orders, service, loyalty, campaigns, consent."""

from expectations import gxe
from expectations.arriving import Arrival, suite_of
from expectations.bounds import share_at_most
from expectations.suite import WARN, Expectation


def _contacts() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="age_years",
            min_value=0,
            max_value=120,
            mostly=0.98,
            severity=WARN,
            notes="dates of birth are guesses, or days and months are swapped",
        ),
        share_at_most("is_deleted_number", 0.5, "half of the contacts are deleted"),
    ]


CONTACTS = Arrival(
    "crm/contacts",
    filled={"email": 0.2},
    kinds={"country": ()},
    also_read={
        "age_years": "date_diff('year', birth_date, landed_at)",
        "is_deleted_number": "coalesce(is_deleted, false)",
    },
    also_expect=_contacts,
)


def _orders() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="order_amount",
            min_value=0,
            strict_min=True,
            mostly=0.9,
            severity=WARN,
            notes="many orders over nothing",
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="discount_amount", min_value=0, mostly=0.99, severity=WARN
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="tax_share", max_value=0.5, mostly=0.98, severity=WARN
        ),
        share_at_most("is_cancelled", 0.5, "more orders are cancelled than kept"),
    ]


ORDERS = Arrival(
    "crm/orders",
    identified=0.5,
    kinds={"channel": (), "currency": ()},
    refers={"contact_id": "crm/contacts"},
    stops_below=0.1,
    also_read={
        "tax_share": "abs(tax_amount) / nullif(abs(order_amount), 0)",
        "is_cancelled": "status = 'cancelled'",
    },
    also_expect=_orders,
)

ORDER_LINES = Arrival("crm/order_lines", refers={"product_id": "catalog/products"})

REFUNDS = Arrival("crm/refunds", refers={"order_id": "crm/orders"}, least_volume=0.2)


def _support_tickets() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column=name,
            min_value=0,
            mostly=0.99,
            severity=WARN,
            notes="before the ticket was opened: a clock or time zone is wrong",
        )
        for name in ("days_until_answered", "days_until_closed")
    ]


SUPPORT_TICKETS = Arrival(
    "crm/support_tickets",
    identified=0.5,
    kinds={
        "channel": ("chat", "email", "phone", "social"),
        "category": (),
        "priority": (),
    },
    least_volume=0.2,
    also_read={
        "days_until_answered": (
            "date_diff('second', opened_at, first_responded_at) / 86400"
        ),
        "days_until_closed": "date_diff('second', opened_at, closed_at) / 86400",
    },
    also_expect=_support_tickets,
)

SUPPORT_MESSAGES = Arrival(
    "crm/support_messages",
    filled={"message_text": 0.5},
    refers={"ticket_id": "crm/support_tickets"},
    least_volume=0.2,
)


def _loyalty_events() -> list[Expectation]:
    return [
        gxe.ExpectColumnValuesToBeBetween(
            column="earned_points",
            min_value=0,
            mostly=0.99,
            severity=WARN,
            notes="points are taken away for buying: a sign may be swapped",
        )
    ]


LOYALTY_EVENTS = Arrival(
    "crm/loyalty_events",
    filled={"points": 0.2},
    kinds={"tier": ()},
    also_read={"earned_points": "case when event_type = 'earn' then points end"},
    also_expect=_loyalty_events,
)


def _campaign_contacts() -> list[Expectation]:
    return [
        share_at_most("is_held_out", 0.9, "hardly anybody was contacted"),
        gxe.ExpectColumnValuesToBeBetween(
            column="days_until_opened",
            min_value=0,
            mostly=0.99,
            severity=WARN,
            notes="opened before it was sent: a clock or time zone is wrong",
        ),
    ]


CAMPAIGN_CONTACTS = Arrival(
    "crm/campaign_contacts",
    identified=0.5,
    kinds={"channel": ()},
    refers={"contact_id": "crm/contacts"},
    # campaigns are sent on some days only
    is_daily=False,
    also_read={
        "is_held_out": "coalesce(is_control, false)",
        "days_until_opened": "date_diff('second', sent_at, opened_at) / 86400",
    },
    also_expect=_campaign_contacts,
)

CONSENTS = Arrival("crm/consents", identified=0.9, kinds={"is_granted": ()})

SUITES = tuple(
    map(
        suite_of,
        (
            CONTACTS,
            ORDERS,
            ORDER_LINES,
            REFUNDS,
            SUPPORT_TICKETS,
            SUPPORT_MESSAGES,
            LOYALTY_EVENTS,
            CAMPAIGN_CONTACTS,
            CONSENTS,
        ),
    )
)
