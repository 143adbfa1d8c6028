"""Why, on a terminal or in a file."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from customer360.explain import words
from customer360.explain.build import Row
from customer360.explain.view import Side, View

# a pipe or file has no width of its own; 80 would fold names
WIDTH_OF_A_FILE = 140


def show(seen: View, output: Console, limit: int) -> None:
    """Print a view; at most `limit` lines a table."""
    if not output.is_terminal:
        output.width = WIDTH_OF_A_FILE
    sides = [seen.asked, *([seen.other] if seen.other else [])]
    for side in sides:
        heading = Text(words.named(side.identifier), style="bold")
        output.print(heading.append(f"   {words.whose(side)}", style="dim"))
        for note in side.notes:
            output.print(note, style="yellow", markup=False)
    for line in words.verdict(seen):
        output.print(line, style="yellow", markup=False)
    output.print()
    _chain(seen, output)
    _edges("Refused between the two", seen.refused_between, output, limit)
    if seen.other is None:
        _side(seen.asked, output, limit)


def _chain(seen: View, output: Console) -> None:
    is_told_below = len(seen.refused_between) > 0 and len(seen.chain or []) == 1
    if not seen.chain or is_told_below:
        return
    title = "Chain of evidence"
    if seen.other is None:
        title += ", to the identifier the customer is named by"
    shown = _table(title, "", "from", "to", "by", "on a record", "known", "")
    for number, step in enumerate(seen.chain, start=1):
        shown.add_row(
            str(number),
            escape(words.named(step["from"])),
            escape(words.named(step["to"])),
            step["rule"],
            words.day(step["first_observed_at"]),
            words.day(step["known_at"]),
            "" if step["is_used"] else escape(f"refused: {words.refusal(step)}"),
        )
    output.print(shown)


def _side(side: Side, output: Console, limit: int) -> None:
    columns = ("type", "value", "first seen", "last seen", "tied to", "by", "known")
    identifiers = [
        (
            row["identifier_type"],
            row["identifier_value"],
            words.day(row["first_seen_at"]),
            words.day(row["last_seen_at"]),
            *_tie(row["tied_by"]),
        )
        for row in side.identifiers
    ]
    _print("Identifiers", columns, identifiers, output, limit)
    _edges("Refused at them", side.refused, output, limit)
    events = [(words.day(row["happened_on"]), words.event(row)) for row in side.history]
    _print("History", ("day", "what happened"), events, output, limit)
    if not events:
        _ids(side, output, limit)


def _tie(edge: Row | None) -> tuple[str, str, str]:
    if edge is None:
        return "", "", ""
    return words.named(edge["from"]), edge["rule"], words.day(edge["known_at"])


def _ids(side: Side, output: Console, limit: int) -> None:
    ids = [
        (
            row["issued_customer_id"],
            words.day(row["issued_on"]),
            "" if row["is_current"] else words.day(row["retired_on"]),
            "" if row["is_current"] else row["customer_id"] or "no customer",
        )
        for row in side.issued_ids
    ]
    _print("Ids", ("customer id", "since", "until", "now"), ids, output, limit)


def _edges(title: str, edges: Iterable[Row], output: Console, limit: int) -> None:
    rows = [
        (
            words.named(edge["from"]),
            words.named(edge["to"]),
            edge["rule"],
            words.day(edge["known_at"]),
            words.refusal(edge),
        )
        for edge in edges
    ]
    _print(title, ("from", "to", "by", "known", "why"), rows, output, limit)


def _print(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    output: Console,
    limit: int,
) -> None:
    """Print a table, if it has rows, and how many more there are."""
    if not rows:
        return
    shown = _table(f"{title} ({len(rows):,})", *columns)
    for row in rows[:limit]:
        shown.add_row(*map(escape, row))
    output.print(shown)
    if len(rows) > limit:
        output.print(f"{len(rows) - limit:,} more; --limit shows them.", style="dim")


def _table(title: str, *columns: str) -> Table:
    shown = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    for column in columns:
        shown.add_column(column, overflow="fold")
    return shown
