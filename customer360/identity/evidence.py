"""A sentence for each refused edge, for the analyst who asks why."""

from collections.abc import Sequence
from dataclasses import fields

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
    found: list[str | None] = [None] * len(decisions.reason)
    refused = np.flatnonzero(decisions.reason != Reason.USED)
    columns = fields(decisions)
    rows = zip(
        refused.tolist(),
        *(getattr(decisions, column.name)[refused].tolist() for column in columns),
        strict=True,
    )
    # by code: a member of an enumeration takes as long to make as the sentence
    sentences = {int(reason): sentence for reason, sentence in SENTENCES.items()}
    for row, reason, a, b, code, count, limit in rows:
        # -1 picks some last element here, but no sentence shows an unused column
        found[row] = sentences[reason].format(
            a=identifier_ids[a],
            b=identifier_ids[b],
            type=type_names[code],
            count=count,
            limit=limit,
        )
    return found
