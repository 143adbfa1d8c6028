"""A sentence for each refused edge, for the analyst who asks why."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache

import numpy as np

from customer360.identity.solution import Decisions, Reason

SENTENCES = {
    Reason.BLOCKED: "{type} {a} is blocked",
    Reason.HUB: "{type} {a} is seen with {count} durable identifiers, limit {limit}",
    Reason.SHARED: "{a} is seen with {count} of {type}, a customer has at most {limit}",
    Reason.CONFLICT: "{type} {a} is seen with records of different people",
    Reason.NEVER_LINK: "would join {a} and {b}, which must never be linked",
    Reason.TYPE_LIMIT: (
        "would join {type} {a} and {b}: {count} of the type in one customer,"
        " limit {limit}"
    ),
    Reason.DIFFERENT: "would join {a} and {b}, records of different people",
    Reason.SIZE_LIMIT: "would make a customer of {count} identifiers, limit {limit}",
}


def describe(
    decisions: Decisions, identifier_ids: Sequence[str], type_names: Sequence[str]
) -> list[str | None]:
    """Return the evidence of each decision as text, None where the edge was used.

    identifier_ids: (n,) and type_names: (t,), by position, as given to `solve`.
    """
    # by code: a member of an enumeration takes as long to make as the sentence
    sentences = {int(reason): sentence for reason, sentence in SENTENCES.items()}

    # a hub's edges, nine of ten that are refused, all have the sentence of the hub
    @cache
    def sentence(reason: int, a: int, b: int, code: int, count: int, limit: int) -> str:
        # -1 picks some last element here, but no sentence shows an unused column
        return sentences[reason].format(
            a=identifier_ids[a],
            b=identifier_ids[b],
            type=type_names[code],
            count=count,
            limit=limit,
        )

    found: list[str | None] = [None] * len(decisions.reason)
    refused = np.flatnonzero(decisions.reason != Reason.USED)
    said = decisions.take(refused)
    columns = (getattr(said, each.name).tolist() for each in fields(said))
    for row, *told in zip(refused.tolist(), *columns, strict=True):
        found[row] = sentence(*told)
    return found
