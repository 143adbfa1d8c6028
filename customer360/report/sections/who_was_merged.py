"""How many identifiers customers have, what became of each kind, what was refused."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import identity as figures
from customer360.report.page_parts import Panel
from customer360.report.pictures import bars
from customer360.report.pictures.svg import picture
from customer360.report.rows import Column, each, table

FATES = {
    "of_customers": "a customer's",
    "of_visitors": "a visitor's",
    "shared": "shared",
    "blocked": "blocked",
}
TYPES = {
    "user_id": "account",
    "loyalty_id": "loyalty card",
    "contact_id": "CRM contact",
    "email": "e-mail",
    "social_handle": "social handle",
    "payment_token": "payment card",
    "device_id": "device",
    "anonymous_id": "cookie or app",
}
REASONS = {
    "blocked": "the value is nobody's, such as a placeholder",
    "hub": "one of the two is seen with more people than a person can be",
    "shared": "one of the two is seen with accounts or cards of several customers",
    "conflict": "one of the two is seen with contacts of different people",
    "different": "their contacts are of different people",
    "type_limit": "the customer would have too many of one type, say two accounts",
    "size_limit": "the customer would have too many identifiers",
    "never_link": "an analyst has set the two apart",
}


def panels(build: Build, edge_count: int) -> list[Panel]:
    """Return the panels; `edge_count` pairs were tied together in all."""
    types = figures.identifier_types(build)
    types["name"] = [
        TYPES.get(name, words.plain(name)) for name in types["identifier_type"]
    ]
    found = [_per_customer(figures.identifiers_per_customer(build)), _types(types)]
    refusals = figures.refusals(build)
    if len(refusals):
        found.append(_refusals(refusals, edge_count))
    return found


def _per_customer(rows: pd.DataFrame) -> Panel:
    total = rows["customer_count"].sum()
    several = rows[rows["identifier_count"] > 1]["customer_count"].sum()
    middle = each(rows[rows["customer_count"].cumsum() >= total / 2])
    least = middle[0].identifier_count if middle else 0
    sentence = (
        f"{words.share(several / total if total else 0)} of customers are known by "
        f"more than one identifier; half by {words.count(least)} or more."
    )
    drawn = _bars_per_customer(rows)
    return Panel(
        "Identifiers per customer",
        sentence,
        picture(
            "per-customer",
            lambda width: bars.upright(
                drawn, width, title="identifiers known of a customer"
            ),
            f"Bars: customers by how many identifiers they are known by. {sentence}",
        ),
        table(
            drawn, ("identifiers", "name", str), ("customers #", "value", words.count)
        ),
    )


def _bars_per_customer(rows: pd.DataFrame) -> pd.DataFrame:
    most = figures.MOST_SHOWN
    names = [f"{n}+" if n == most else str(n) for n in rows["identifier_count"]]
    drawn = pd.DataFrame({"name": names, "value": rows["customer_count"]})
    drawn["said"] = [
        f"{bar.name} identifiers: {words.plural(bar.value, 'customer')}"
        for bar in each(drawn)
    ]
    return drawn


def _types(rows: pd.DataFrame) -> Panel:
    sentence = _said_of_accounts(rows)
    drawn = _bars_of_types(rows)
    fates: list[Column] = [
        (f"{said} #", column, words.count) for column, said in FATES.items()
    ]
    return Panel(
        "What became of each kind",
        sentence,
        picture(
            "types",
            lambda width: bars.stacked_lying(drawn, list(FATES.values()), width),
            f"Bars: what became of the identifiers of each type. {sentence}",
        ),
        table(
            rows,
            ("type", "name", str),
            ("identifiers #", "identifier_count", words.count),
            *fates,
            ("customers #", "customer_count", words.count),
            ("with several #", "several_count", words.count),
        ),
        "Shared: seen with more people than one person's identifier can be, such as a "
        "kiosk's cookie or a household's address; it ties nobody together.",
    )


def _said_of_accounts(rows: pd.DataFrame) -> str:
    """Return how many accounts became how many customers, of each kind of account."""
    accounts = rows[rows["identifier_type"].isin(figures.ACCOUNTS)]
    accounts = accounts[accounts["several_count"] > 0]
    if accounts.empty:
        return "No customer has two accounts of one kind."
    said = [
        f"{words.count(row.of_customers)} {row.name}s are "
        f"{words.count(row.customer_count)} customers"
        for row in each(accounts)
    ]
    return f"{words.capital(words.listed(said))}: the same people, counted once."


def _bars_of_types(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a bar a type and fate."""
    parts = [
        rows[["name"]].assign(group=said, value=rows[column], rank=rank)
        for rank, (column, said) in enumerate(FATES.items())
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"{bar.name}, {bar.group}: {words.count(bar.value)}" for bar in each(drawn)
    ]
    return drawn


def _refusals(rows: pd.DataFrame, edge_count: int) -> Panel:
    first = each(rows)[0]
    sentence = (
        f"{words.plural(rows['pair_count'].sum(), 'pair')} seen together on a record "
        f"were not tied together, beside {words.count(edge_count)} that were; most "
        f"often because {REASONS.get(first.reason, first.reason)}."
    )
    rows = rows.assign(
        name=rows["reason"].map(words.plain),
        value=rows["pair_count"],
        label=rows["pair_count"].map(words.count),
        meant=[REASONS.get(reason, "") for reason in rows["reason"]],
    )
    rows["said"] = rows["name"] + ": " + rows["label"] + " pairs"
    drawn = rows[["name", "value", "label", "said"]]
    return Panel(
        "What was refused, and why",
        sentence,
        picture(
            "refusals",
            lambda width: bars.lying(drawn, width),
            f"Bars: pairs of identifiers refused, by reason. {sentence}",
        ),
        table(
            rows,
            ("reason", "name", str),
            ("what it says", "meant", str),
            ("pairs #", "pair_count", words.count),
            ("most often", "commonest_rule", words.plain),
            ("for example", "evidence", str),
        ),
    )
