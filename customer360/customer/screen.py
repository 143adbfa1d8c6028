"""One customer's 360 on a terminal, or in a file."""

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from customer360.customer import words
from customer360.customer.view import View

# a pipe or file has no width of its own; 80 would fold names
WIDTH_OF_A_FILE = 140

Line = tuple[str, str]


def show(seen: View, output: Console) -> None:
    """Print a view."""
    if not output.is_terminal:
        output.width = WIDTH_OF_A_FILE
    heading = Text(words.name_of(seen.person), style="bold")
    output.print(heading.append(f"   customer {seen.customer_id}", style="dim"))
    for note in _notes(seen):
        output.print(note, style="yellow", markup=False)
    output.print()
    output.print(_facts("Who", _who(seen)))
    output.print()
    output.print(_facts("So far", _so_far(seen)))
    output.print()
    output.print(_facts("What is expected", _expected(seen)))
    output.print()
    if seen.health:
        output.print(_facts("What to do", _to_do(seen)))
        output.print()
    output.print(_identifiers(seen))
    output.print(_timeline(seen))
    left = seen.activity_count - sum(line["activity_count"] for line in seen.timeline)
    if left:
        output.print(
            f"{words.counted(left, 'earlier thing')} done; --limit shows more.",
            style="dim",
        )


def _notes(seen: View) -> Iterator[str]:
    yield from seen.notes
    if seen.personal_columns == "hashed":
        yield "Personal columns of this version are hashed."
    if seen.personal_columns == "drop":
        yield "Personal columns are left out of this version."


def _who(seen: View) -> Iterator[Line]:
    person, figures = seen.person, seen.figures
    yield "e-mail", f"{words.text(person.get('email'))} ({_may(figures, 'email')})"
    yield "phone", f"{words.text(person.get('phone'))} ({_may(figures, 'sms')})"
    yield "address", words.address_of(person)
    yield "born", words.day(person.get("birth_date"))
    yield "customer since", words.day(person.get("created_at"))


def _may(figures: dict[str, object], way: str) -> str:
    """Return whether marketing may write; without consent on record, it may not."""
    may = figures.get(f"is_{way}_contactable")
    return "may be contacted" if may else "not to be contacted for marketing"


def _so_far(seen: View) -> Iterator[Line]:
    figures, currency = seen.figures, seen.currency
    if not figures:
        yield "figures", words.UNKNOWN
        return
    spent = words.money(figures["order_amount_sum"], currency)
    year = words.money(figures["order_amount_sum_365d"], currency)
    yield (
        "orders",
        f"{words.counted(figures['order_count'], 'order')}, {spent} in all, "
        f"{year} in 365 days",
    )
    if figures["order_count"]:
        yield "per order", words.money(figures["order_amount_avg"], currency)
        yield (
            "last order",
            f"{words.day(figures['last_order_at'])}, "
            f"{words.counted(figures['days_since_last_order'], 'day')} before "
            f"{figures['as_of_date']}",
        )
        yield "channels", f"{figures['channels']}; most {figures['preferred_channel']}"
    yield "last seen", words.day(figures["last_seen_at"])
    yield "loyalty tier", words.text(figures["loyalty_tier"])
    yield "visits, 90 days", words.text(figures["session_count_90d"])
    yield "tickets, 365 days", words.text(figures["ticket_count_365d"])


def _expected(seen: View) -> Iterator[Line]:
    scores, currency = seen.scores, seen.currency
    if scores.get("segment_number") is None:
        yield "scores", "none: scores begin with the first order"
        return
    yield "segment", f"{scores['segment_number']}, {scores['segment_name']}"
    risk = words.share(scores["churn_probability"])
    if scores["churn_decile"] is not None:
        risk += f", decile {scores['churn_decile']} of 10 (10 is the likeliest)"
    yield "goes silent", risk
    for place in (1, 2, 3):
        reason = scores[f"churn_reason_{place}"]
        if reason:
            yield ("  because" if place == 1 else ""), reason
    for days in (7, 30):
        chance = seen.health.get(f"purchase_{days}d_probability")
        if chance is not None:
            yield f"orders in {days} days", words.share(chance)
    yield "still a customer", words.share(scores["alive_probability"])
    orders = scores["expected_order_count_365d"]
    if orders is not None:
        revenue = words.money(scores["expected_revenue_365d_amount"], currency)
        yield "next 365 days", f"{orders:.1f} order days, {revenue}"


def _to_do(seen: View) -> Iterator[Line]:
    health = seen.health
    if health["previous_as_of_date"] is not None:
        yield f"since {health['previous_as_of_date']}", health["what_changed"]
    yield "next step", health["next_step"]
    yield "  because", health["next_step_reason"]


def _facts(title: str, lines: Iterable[Line]) -> Table:
    shown = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        show_header=False,
        pad_edge=False,
    )
    shown.add_column(style="dim", min_width=18)
    shown.add_column(overflow="fold")
    for name, said in lines:
        shown.add_row(name, escape(said))
    return shown


def _table(title: str, *columns: str) -> Table:
    shown = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    for column in columns:
        justify = "right" if column == "amount" else "left"
        shown.add_column(column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return shown


def _identifiers(seen: View) -> Table:
    count = words.counted(len(seen.identifiers), "identifier")
    shown = _table(f"Known by {count}", "type", "value", "first seen", "last seen")
    for row in seen.identifiers:
        shown.add_row(
            row["identifier_type"],
            escape(row.get("identifier_value") or "left out"),
            words.day(row["first_seen_at"]),
            words.day(row["last_seen_at"]),
        )
    return shown


def _timeline(seen: View) -> Table:
    shown = _table("Timeline, UTC", "when", "channel", "what", "amount", "store")
    for line in seen.timeline:
        shown.add_row(
            f"{line['happened_at']:%Y-%m-%d %H:%M}",
            escape(line["channel"] or ""),
            escape(words.activity(line)),
            f"{line['amount']:,.2f}" if line["amount"] else "",
            escape(line["store"] or ""),
        )
    return shown
