"""What other rules would change, on a terminal or in a file."""

from collections.abc import Sequence
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from customer360.identity_diff.compare import Diff, Row

# a pipe or file has no width of its own; 80 would fold names
WIDTH_OF_A_FILE = 140
FATES = {
    "unchanged": "unchanged",
    "renamed": "of the same identifiers, by another id",
    "grown": "grown, by identifiers that were no customer's",
    "merged": "merged with others",
    "split": "split",
    "split and merged": "split, and merged with others",
    "ended": "no customer any more",
}


def show(diff: Diff, currency: str, output: Console) -> None:
    """Print a diff; amounts are in `currency`."""
    if not output.is_terminal:
        output.width = WIDTH_OF_A_FILE
    output.print(
        f"Customers: {diff.customers_now:,} now, {diff.customers_then:,} "
        "by these rules."
    )
    fates = [
        (said, f"{diff.fates.get(name, 0):,}", _share(diff, name))
        for name, said in FATES.items()
    ]
    new = ("new, of nobody's identifiers alone", f"{diff.customers_new:,}", "")
    columns = ("", "customers", "share")
    output.print(_table("What becomes of those of now", columns, [*fates, new]))
    output.print(_orders(diff.orders, currency), markup=False)
    output.print(_sizes("Largest components now", diff.largest_now))
    output.print(_sizes("Largest components by these rules", diff.largest_then))
    titles = ("reason", "now", "by these rules", "new", "gone")
    refusals = [
        tuple(
            row[name] if name == "reason" else f"{row[name]:,}"
            for name in ("reason", "now_count", "then_count", "new_count", "gone_count")
        )
        for row in diff.refusals
    ]
    output.print(_table("Refused edges", titles, refusals))
    output.print("Nothing was changed. To take the rules: copy them to seeds, build.")


def _share(diff: Diff, fate: str) -> str:
    count = diff.fates.get(fate, 0)
    return f"{count / diff.customers_now:.1%}" if diff.customers_now else ""


def _orders(orders: Row, currency: str) -> str:
    return (
        f"Orders whose customer changes: {orders['moved_count']:,} of "
        f"{orders['order_count']:,}, {_money(orders['moved_amount'])} of "
        f"{_money(orders['order_amount'])} {currency}; {orders['lost_count']:,} would "
        f"have no customer any more, {orders['won_count']:,} would get one."
    )


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _sizes(title: str, rows: Sequence[Row]) -> Table:
    lines = [
        (
            f"{'customer' if row['is_customer'] else 'visitor'} {row['profile_id']}",
            f"{row['identifier_count']:,}",
            row["identifiers"],
        )
        for row in rows
    ]
    return _table(title, ("component", "identifiers", "of which"), lines)


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]] = ()
) -> Table:
    shown = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    words = {"", "reason", "component", "of which"}
    for column in columns:
        justify = "left" if column in words else "right"
        shown.add_column(column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        shown.add_row(*map(escape, row))
    return shown
