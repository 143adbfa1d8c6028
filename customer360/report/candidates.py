"""Candidates in words: what a model chose between, for who reads no code."""

import re

from customer360.report import words

NAMES = {
    "base-rate": "the share of all",
    "bgnbd": "order rhythm",
    "blend": "blend with last orders",
    "boosting": "boosted trees",
    "ets": "smoothing",
    "ets_and_mean": "smoothing and weekday means",
    "last_year": "the same days a year ago",
    "logistic": "logistic regression",
    "mean": "regression and trees",
    "network": "neural network",
    "platform-and-cart": "platform and cart",
    "seasonal_mean": "weekday means",
    "seasonal_naive": "the last week again",
    "svm": "support vectors",
    "tree": "one tree",
    "two_part": "two-part forecast",
}
# of models whose candidate of that name is something else
OWN_NAMES = {"lifetime_value": {"mean": "mean of both"}}
# words of their own in a sentence: names only where it begins
PLAIN = {"blend", "mean", "network", "tree"}

_CODES = "|".join(sorted(NAMES.keys() - PLAIN, key=len, reverse=True))
_FIRST = re.compile(rf"^(?:{'|'.join(PLAIN)})\b")
_ANYWHERE = re.compile(rf"(?<![\w-])(?:{_CODES})(?![\w-])")


def candidate_name(model: str, candidate: str) -> str:
    """Return a candidate of a model as a reader knows it: svm, support vectors."""
    names = NAMES | OWN_NAMES.get(model, {})
    return names.get(candidate, words.plain(candidate))


def reason_in_words(model: str, reason: str) -> str:
    """Return why a candidate was chosen, candidates in words."""
    for pattern in (_FIRST, _ANYWHERE):
        reason = pattern.sub(lambda name: candidate_name(model, name[0]), reason)
    return words.capital(reason)
