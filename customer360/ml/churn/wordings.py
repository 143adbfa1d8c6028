"""How each topic is told to whom it may help: one who talks to the customer.

A reason names what the customer did or what happened to them. What we know of them, or
may do, is no such thing: that somebody is known by one identifier says how well records
were tied, and nobody can act on it. A model may learn from it, and it is not told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from customer360.ml.next_order.inputs import topic

# features of what is known of customers and allowed, not of what they did
OURS = (
    "contact_count",
    "has_account",
    "identifier_count",
    "is_email_contactable",
    "is_sms_contactable",
)
FLAGS = ("is_", "has_")


@dataclass(frozen=True)
class Wording:
    """How a topic is told, by one feature or two.

    `some` says a value of `column`; `none` that it is unknown, a flag that is not set,
    or 0, unless `is_zero_said` as other values are. `more` says what `more_column`
    adds, unless 0 or unknown. After `none`, `more_of_none` does, where it differs, and
    `never` is said of the unknown.
    """

    column: str
    some: str
    none: str
    more_column: str = ""
    more: str = ""
    more_of_none: str = ""
    never: str = ""
    is_zero_said: bool = False


def _last(column: str, some: str, none: str, last_column: str) -> Wording:
    """Return how often it happened, and when it did last."""
    ago, since = ", last {:.0f} days ago", " for {:.0f} days"
    return Wording(column, some, none, last_column, ago, since, never=" on record")


# other topics show the first of their features by its name
WORDINGS = {
    "recency": Wording("days_since_last_order", "no order for {:.0f} days", "no order"),
    "tenure": Wording(
        "days_since_first_order", "first order {:.0f} days ago", "no order"
    ),
    "order_count": Wording(
        "order_count_90d",
        "{:.0f} orders in 90 days",
        "no order in 90 days",
        "order_count_365d",
        ", {:.0f} in 365 days",
    ),
    "order_amount": Wording(
        "order_amount_sum_90d",
        "{:.2f} spent in 90 days",
        "nothing spent in 90 days",
        "order_amount_sum_365d",
        ", {:.2f} in 365 days",
    ),
    "order_gap": Wording(
        "order_gap_days_avg",
        "usually {:.1f} days between orders",
        "only one order day so far",
    ),
    "basket": Wording(
        "line_count_avg_90d",
        "{:.1f} products an order in 90 days",
        "no basket in 90 days",
    ),
    "category": Wording(
        "category_count_90d",
        "bought from {:.0f} product categories in 90 days",
        "bought from no product category in 90 days",
    ),
    "store": Wording(
        "store_count_365d",
        "bought in {:.0f} stores in 365 days",
        "bought in no store in 365 days",
    ),
    "discount": Wording(
        "discount_share_90d", "{:.0%} discount in 90 days", "no discount in 90 days"
    ),
    "coupon": Wording(
        "coupon_redemption_count_90d",
        "{:.0f} coupons redeemed in 90 days",
        "no coupon redeemed in 90 days",
    ),
    "campaign": Wording(
        "campaign_contact_count_90d",
        "{:.0f} campaign contacts in 90 days",
        "no campaign contact in 90 days",
    ),
    "ticket": _last(
        "ticket_count_365d",
        "{:.0f} support tickets in 365 days",
        "no support ticket",
        "days_since_last_ticket",
    ),
    "session": _last(
        "session_count_90d",
        "{:.0f} online visits in 90 days",
        "no online visit",
        "days_since_last_session",
    ),
    "device": _last(
        "device_usage_minutes_30d",
        "device used for {:.0f} minutes in 30 days",
        "no device use",
        "days_since_last_device_use",
    ),
    "return": Wording(
        "return_count_365d",
        "{:.0f} returns in 365 days",
        "nothing returned in 365 days",
    ),
    "store_visit": _last(
        "store_visit_count_90d",
        "{:.0f} store visits in 90 days",
        "no store visit",
        "days_since_last_store_visit",
    ),
    "social": _last(
        "social_engagement_count_90d",
        "{:.0f} social engagements in 90 days",
        "no social engagement",
        "days_since_last_social_engagement",
    ),
    "loyalty": Wording(
        "loyalty_points_balance",
        "{:.0f} loyalty points",
        "no loyalty points",
        "loyalty_tenure_days",
        ", a member for {:.0f} days",
    ),
    "review": Wording(
        "review_rating_avg_365d",
        "reviews of {:.1f} stars in 365 days",
        "no review in 365 days",
    ),
    "unsubscribed": Wording(
        "is_unsubscribed",
        "unsubscribed from campaign messages",
        "never unsubscribed from campaign messages",
    ),
}


def untold(features: Iterable[str]) -> set[str]:
    """Return the topics of which all features are about what we know or may do."""
    deeds = {topic(name) for name in features if name not in OURS}
    return {topic(name) for name in OURS} - deeds


def generic(column: str) -> Wording:
    """Show a feature by its name: `session count 30d is 4`."""
    thing = column.replace("_", " ")
    if column.startswith(FLAGS):
        flag = thing.split(" ", maxsplit=1)[1]
        return Wording(column, flag, f"not {flag}")
    return Wording(column, f"{thing} is {{:.4g}}", f"no {thing}", is_zero_said=True)
