"""Why a customer's churn probability is what it is, in words.

Inputs are grouped by topic, because counts over 30 and 90 days move together and would
hide each other. What each topic adds to the typical customer's log odds is told with
its direction, the three largest first.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from customer360.ml import tables
from customer360.ml.metrics import Floats
from customer360.ml.next_order.inputs import topic

REASON_COUNT = 3
REASONS = [f"reason_{number}" for number in range(1, REASON_COUNT + 1)]
REASON_LOG_ODDS = [f"{name}_log_odds" for name in REASONS]
# topics that move the log odds by less than this say nothing
LEAST_CONTRIBUTION = 0.01

# topic: the feature to show, how, and what its null means; other topics show the first
# of their features
WORDINGS: dict[str, tuple[str, str, str]] = {
    "recency": ("days_since_last_order", "no order for {:.0f} days", "no order"),
    "tenure": ("days_since_first_order", "first order {:.0f} days ago", "no order"),
    "order_count": ("order_count_90d", "{:.0f} orders in 90 days", "no order"),
    "order_amount": ("order_amount_sum_90d", "{:.2f} spent in 90 days", "no order"),
    "order_gap": (
        "order_gap_days_avg",
        "usually {:.1f} days between orders",
        "only one order day so far",
    ),
    "basket": (
        "line_count_avg_90d",
        "{:.1f} products an order in 90 days",
        "no basket in 90 days",
    ),
    "category": (
        "category_count_90d",
        "{:.0f} product categories in 90 days",
        "no product category in 90 days",
    ),
    "store": ("store_count_365d", "{:.0f} stores in 365 days", "no store in 365 days"),
    "discount": (
        "discount_share_90d",
        "{:.0%} discount in 90 days",
        "no discount in 90 days",
    ),
    "coupon": (
        "coupon_redemption_count_90d",
        "{:.0f} coupons redeemed in 90 days",
        "no coupon redeemed in 90 days",
    ),
    "campaign": (
        "campaign_contact_count_90d",
        "{:.0f} campaign contacts in 90 days",
        "no campaign contact in 90 days",
    ),
    "ticket": (
        "ticket_count_365d",
        "{:.0f} support tickets in 365 days",
        "no support ticket",
    ),
    "session": ("session_count_90d", "{:.0f} visits in 90 days", "no visit in 90 days"),
    "device": (
        "device_usage_minutes_30d",
        "device used for {:.0f} minutes in 30 days",
        "no device used",
    ),
    "identifier": ("identifier_count", "known by {:.0f} identifiers", "no identifier"),
    "return": ("return_count_365d", "{:.0f} returns in 365 days", "no return"),
    "store_visit": (
        "store_visit_count_90d",
        "{:.0f} store visits in 90 days",
        "no store visit in 90 days",
    ),
    "social": (
        "social_engagement_count_90d",
        "{:.0f} social engagements in 90 days",
        "no social engagement in 90 days",
    ),
    "loyalty": (
        "loyalty_points_balance",
        "{:.0f} loyalty points",
        "no loyalty points",
    ),
    "review": (
        "review_rating_avg_365d",
        "reviews of {:.1f} stars in 365 days",
        "no review in 365 days",
    ),
    "account": ("has_account", "{}", "logged in with an account"),
}
FLAGS = ("is_", "has_")
# of what is below 0, and of what is above
DIRECTIONS = ("(lowers the risk)", "(raises the risk)")
PLURAL_OF_ONE = re.compile(
    r"(?<![\d.,])(1 (?:product |campaign |support |store |social |loyalty )?\w+?)"
    r"(ies|s)\b"
)


def reasons(parts: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return reason_1..3 and their log odds: what moves each row most, largest first.

    parts: (rows, topics) log odds that each topic adds. Each text ends with its
    direction. A missing reason is null, its log odds 0: nothing else mattered.
    """
    amounts = parts.to_numpy(np.float64)
    order = np.argsort(-np.abs(amounts), axis=1, kind="stable")[:, :REASON_COUNT]
    texts = np.full((len(rows), REASON_COUNT), None, dtype=object)
    log_odds = np.zeros((len(rows), REASON_COUNT))
    for number, name in enumerate(parts.columns):
        is_told = np.abs(amounts[:, number]) >= LEAST_CONTRIBUTION
        for place in range(order.shape[1]):
            chosen = np.flatnonzero((order[:, place] == number) & is_told)
            added = amounts[chosen, number]
            texts[chosen, place] = _texts(rows, chosen, name, added)
            log_odds[chosen, place] = added
    return pd.DataFrame(
        {
            name: pd.Series(texts[:, place], index=rows.index, dtype="str")
            for place, name in enumerate(REASONS)
        }
        | {name: log_odds[:, place] for place, name in enumerate(REASON_LOG_ODDS)},
        index=rows.index,
    )


def _texts(
    rows: pd.DataFrame, chosen: NDArray[np.intp], name: str, added: Floats
) -> NDArray[np.object_]:
    column, wording, without = WORDINGS.get(name, ("", "", ""))
    if column not in rows:
        column, wording, without = _generic(rows, name)
    # many customers share a value: each text is written once
    values, place = np.unique(tables.numbers(rows, column)[chosen], return_inverse=True)
    if column.startswith(FLAGS):
        said = {0.0: f"not {without}", 1.0: without}
    else:
        said = {value: _said(wording, value) for value in values.tolist()}
    told = [without if np.isnan(value) else said[value] for value in values.tolist()]
    texts = np.array([[f"{text} {end}" for end in DIRECTIONS] for text in told], object)
    return texts.reshape(-1, len(DIRECTIONS))[place, (added > 0).astype(int)]


def _generic(rows: pd.DataFrame, name: str) -> tuple[str, str, str]:
    """Show a topic's first feature by its name: `session count 30d is 4`."""
    features = tables.feature_columns(rows)
    column = min(column for column in features if topic(column) == name)
    thing = column.replace("_", " ")
    if column.startswith(FLAGS):
        return column, "{}", thing.split(" ", maxsplit=1)[1]
    return column, f"{thing} is {{:.4g}}", f"no {thing}"


def _said(wording: str, value: float) -> str:
    return PLURAL_OF_ONE.sub(_singular, wording.format(value), count=1)


def _singular(match: re.Match[str]) -> str:
    return match.group(1) + ("y" if match.group(2) == "ies" else "")
