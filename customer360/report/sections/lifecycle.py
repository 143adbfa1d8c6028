"""Lifecycle: who came, who was won back, who left, and who is there."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import lifecycle as figures
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import bars
from customer360.report.pictures.months import month_key
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

# a stage keeps its colour in both pictures: moves are the first three
STAGES = ("new", "reactivated", "lapsed", "active", "at risk")
MOVES = STAGES[:3]
# from the lowest part of a bar to the highest
STACK = ("active", "at risk", "new", "reactivated", "lapsed")


def section(build: Build) -> Section:
    """Return the stages of every month, and who came and went in it."""
    title = "Lifecycle"
    rows = figures.stages(build)
    if rows.empty:
        needs = (
            "No lifecycle yet: it needs orders that name somebody, so pos/transactions "
            "or crm/orders with a card, account, e-mail or phone."
        )
        return Section("lifecycle", title, missing=needs)
    flows = figures.flows(build)
    panels = [_stages(rows)]
    if not flows.empty:
        panels.append(_moves(rows, flows))
    return Section("lifecycle", title, panels)


def _stages(rows: pd.DataFrame) -> Panel:
    sentence = _said_of_stages(rows)
    drawn = pd.DataFrame(
        {
            "month": month_key(rows["month_date"]),
            "group": rows["lifecycle_stage"],
            "rank": [STACK.index(stage) for stage in rows["lifecycle_stage"]],
            "value": rows["customer_count"],
            "said": [
                f"{words.month(row.month_date)}: "
                f"{words.plural(row.customer_count, 'customer')} {row.lifecycle_stage}"
                for row in each(rows)
            ],
        }
    )
    return Panel(
        "Where customers stand",
        sentence,
        picture(
            "lifecycle",
            lambda width: bars.stacked_months(drawn, STAGES, width),
            f"Stacked bars: customers by stage at the end of each month. {sentence}",
        ),
        _table(rows, "lifecycle_stage", STAGES),
        "New ordered for the first time in the month; reactivated had lapsed and "
        "ordered again. After how many days of silence customers are at risk or lapsed "
        "is a setting of the project; segments of those names are groups of like "
        "habits, and count others.",
    )


def _said_of_stages(rows: pd.DataFrame) -> str:
    latest = rows[rows["month_date"] == rows["month_date"].max()]
    counts = latest.set_index("lifecycle_stage")["customer_count"]
    total = int(counts.sum())
    lapsed, at_risk = (int(counts.get(stage, 0)) for stage in ("lapsed", "at risk"))
    return (
        f"On {words.date(latest['as_of_date'].iloc[0])}, "
        f"{words.share((total - lapsed) / total)} of "
        f"{words.plural(total, 'customer')} who ever ordered had not lapsed; "
        f"{words.share(at_risk / total)} were at risk."
    )


def _moves(rows: pd.DataFrame, flows: pd.DataFrame) -> Panel:
    moves = _movements(flows)
    sentence = _said_of_moves(rows, moves)
    drawn = moves.melt(["month_date"], list(MOVES), "group", "value")
    drawn["month"] = month_key(drawn["month_date"])
    drawn["rank"] = [MOVES.index(move) for move in drawn["group"]]
    drawn["said"] = [
        f"{words.month(row.month_date)}: {words.plural(abs(row.value), 'customer')} "
        f"{row.group}"
        for row in each(drawn)
    ]
    return Panel(
        "Who came and who went",
        sentence,
        picture(
            "lifecycle-moves",
            lambda width: bars.stacked_months(drawn, MOVES, width),
            f"Bars up: new and reactivated customers of each month; down: those who "
            f"lapsed. {sentence}",
        ),
        _moves_table(rows, moves),
        "Those there at the end are those at the start, plus new and reactivated, less "
        "lapsed: tested in every build. The last month may not be over.",
    )


def _movements(flows: pd.DataFrame) -> pd.DataFrame:
    """Return month_date, new, reactivated, lapsed (below 0): a row a month."""
    is_new = flows["to_stage"] == "new"
    is_back = flows["to_stage"] == "reactivated"
    is_lost = (flows["to_stage"] == "lapsed") & (flows["from_stage"] != "lapsed")
    counts = flows["customer_count"]
    parts = pd.DataFrame(
        {
            "month_date": flows["month_date"],
            "new": counts.where(is_new, 0),
            "reactivated": counts.where(is_back, 0),
            "lapsed": -counts.where(is_lost, 0),
        }
    )
    return parts.groupby("month_date", as_index=False).sum()


def _said_of_moves(rows: pd.DataFrame, moves: pd.DataFrame) -> str:
    """Return what the last whole month brought, else the running one."""
    ends = pd.to_datetime(rows.groupby("month_date")["as_of_date"].first())
    whole = [month for month in moves["month_date"] if ends[month].day == 1]
    month = whole[-1] if whole else moves["month_date"].iloc[-1]
    _, new, back, lapsed = each(moves[moves["month_date"] == month])[0]
    net = new + back + lapsed
    return (
        f"In {words.month(month)}, {words.count(new)} ordered for the first time, "
        f"{words.count(back)} were won back and {words.count(-lapsed)} lapsed: "
        f"{words.count(abs(net))} {'more' if net >= 0 else 'fewer'} than the month "
        "before."
    )


def _moves_table(rows: pd.DataFrame, moves: pd.DataFrame) -> Table:
    there = rows[rows["lifecycle_stage"] != "lapsed"]
    closing = there.groupby("month_date")["customer_count"].sum()
    return Table(
        ["month", "at the start #", *(f"{move} #" for move in MOVES), "at the end #"],
        [
            [
                words.month(month),
                words.count(closing.get(month, 0) - new - back - lapsed),
                *(words.count(abs(value)) for value in (new, back, lapsed)),
                words.count(closing.get(month, 0)),
            ]
            for month, new, back, lapsed in each(moves)
        ],
    )


def _table(rows: pd.DataFrame, column: str, order: tuple[str, ...]) -> Table:
    wide = rows.pivot_table(
        index="month_date", columns=column, values="customer_count", fill_value=0
    ).reindex(columns=list(order), fill_value=0)
    return Table(
        ["month", *(f"{name} #" for name in order)],
        [
            [words.month(month), *(words.count(value) for value in values)]
            for month, *values in each(wide.reset_index())
        ],
    )
