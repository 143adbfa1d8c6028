"""The largest customers, and the share of records that name somebody well."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import identity_audit as figures
from customer360.report.page_parts import Panel
from customer360.report.pictures import bars
from customer360.report.pictures.svg import picture
from customer360.report.rows import Column, each, table

STRENGTHS = {
    "durable_count": "lasting",
    "cookie_like_count": "cookie or device",
    "nameless_count": "none",
}
# letters of an id that are shown beside a bar
ID_LETTERS = 8


def panels(build: Build) -> list[Panel]:
    """Return the panels."""
    records = figures.records_per_strength(build)
    largest = figures.largest_customers(build)
    found = [_strength(records)] if len(records) else []
    return [*found, _largest(largest)] if len(largest) else found


def _strength(rows: pd.DataFrame) -> Panel:
    total = rows["record_count"].sum()
    weak = rows["cookie_like_count"].sum()
    none = rows["nameless_count"].sum()
    sentence = (
        f"{words.share((total - weak - none) / total)} of the records that may name "
        "somebody carry an account, a card, a contact or an address; "
        f"{words.share(weak / total)} only a cookie, a device or a payment card, and "
        f"{words.share(none / total)} nothing."
    )
    drawn = _bars_of_strengths(rows)
    counts: list[Column] = [
        (f"{said} #", column, words.count) for column, said in STRENGTHS.items()
    ]
    return Panel(
        "How well records name people",
        sentence,
        picture(
            "record-strength",
            lambda width: bars.stacked_lying(drawn, list(STRENGTHS.values()), width),
            f"Bars: records by their strongest identifier. {sentence}",
        ),
        table(
            rows, ("records", "entity", str), ("all #", "record_count", words.count),
            *counts,
        ),
        "Lasting: an account, card, contact or address. A cookie's record still is a "
        "customer's where the cookie once logged in.",
    )  # fmt: skip


def _bars_of_strengths(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a bar an entity and strength, as shares of the entity's records."""
    parts = [
        pd.DataFrame(
            {
                "name": rows["entity"],
                "group": said,
                "value": rows[column] / rows["record_count"],
                "rank": rank,
            }
        )
        for rank, (column, said) in enumerate(STRENGTHS.items())
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"{bar.name}, {bar.group}: {words.share(bar.value)}" for bar in each(drawn)
    ]
    return drawn


def _largest(rows: pd.DataFrame) -> Panel:
    first = each(rows)[0]
    sentence = (
        f"The largest customer has {words.plural(first.identifier_count, 'identifier')}"
        f", {words.count(first.durable_identifier_count)} of them lasting. Hundreds "
        "would be a chain of strangers."
    )
    drawn = pd.DataFrame(
        {
            "name": rows["customer_id"].str[:ID_LETTERS],
            "value": rows["identifier_count"],
            "label": rows["identifier_count"].map(words.count),
        }
    )
    drawn["said"] = drawn["name"] + ": " + drawn["label"] + " identifiers"
    return Panel(
        "The largest customers",
        sentence,
        picture(
            "largest-customers",
            lambda width: bars.lying(drawn, width),
            f"Bars: identifiers of the largest customers. {sentence}",
        ),
        table(
            rows,
            ("customer", "customer_id", str),
            ("identifiers #", "identifier_count", words.count),
            ("lasting #", "durable_identifier_count", words.count),
            ("pairs refused at it #", "refused_pair_count", words.count),
        ),
        "c360 explain and an id tells what ties each of its identifiers.",
    )
