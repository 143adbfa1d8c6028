"""The kinds of text: what they are about, and how often they have which part."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["message", "review", "post"]

TOPICS: dict[str, tuple[str, ...]] = {
    "message": (
        "delivery",
        "defect",
        "billing",
        "returns",
        "account",
        "product_question",
        "loyalty",
        "store",
    ),
    "review": ("quality", "fit", "value", "design", "defect", "delivery", "service"),
    "post": (
        "promotion",
        "design",
        "quality",
        "store",
        "delivery",
        "service",
        "loyalty",
    ),
}
INTENTS: dict[str, tuple[str, ...]] = {
    "message": (
        "complaint",
        "question",
        "praise",
        "refund_request",
        "cancel_request",
        "purchase_interest",
    ),
    "review": ("recommend", "warn", "compare", "report"),
    "post": ("complaint", "question", "praise", "purchase_interest", "share"),
}


@dataclass(frozen=True)
class Habits:
    """Shares of texts of a kind that have a part; `context` names its phrases."""

    context: str
    with_context: float
    greeting: float
    intent: float
    intent_first: float
    second_clause: float
    verdict: float
    sign_off: float
    hashtag: float
    emoji: float
    careless: float


HABITS: dict[str, Habits] = {
    "message": Habits(
        context="context",
        with_context=0.4,
        greeting=0.6,
        intent=0.92,
        intent_first=0.25,
        second_clause=0.25,
        verdict=0.25,
        sign_off=0.45,
        hashtag=0.0,
        emoji=0.08,
        careless=0.35,
    ),
    "review": Habits(
        context="review_context",
        with_context=0.35,
        greeting=0.0,
        intent=0.75,
        intent_first=0.3,
        second_clause=0.45,
        verdict=0.5,
        sign_off=0.0,
        hashtag=0.0,
        emoji=0.05,
        careless=0.2,
    ),
    "post": Habits(
        context="post_context",
        with_context=0.35,
        greeting=0.0,
        intent=0.8,
        intent_first=0.3,
        second_clause=0.1,
        verdict=0.35,
        sign_off=0.0,
        hashtag=0.6,
        emoji=0.5,
        careless=0.35,
    ),
}
