"""Campaigns: who opened, who ordered, and what the held-back would have done anyway."""

from pathlib import Path
from typing import Any

import pandas as pd

from customer360.ml.metrics import ERRORS
from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import campaigns as figures
from customer360.report.page_parts import Panel, Section
from customer360.report.pictures import bars, points
from customer360.report.pictures.svg import picture
from customer360.report.rows import each, table
from customer360.report.sections import advertising


def section(build: Build, truth: Path | None) -> Section:
    """Return answers to campaigns beside the control group's; what adverts cost."""
    rows = figures.by_channel(build, truth)
    sent = 0 if rows.empty else each(rows)[0].sent_count
    panels = _panels(rows, build.currency) if sent else []
    panels += advertising.panels(build)
    return Section(
        "campaigns", "Campaigns and advertising", panels, missing=_missing(sent, panels)
    )


def _panels(rows: pd.DataFrame, currency: str) -> list[Panel]:
    panels = []
    if each(rows)[0].control_count:
        panels.append(_uplift(rows, currency))
    opened = rows[(rows["opened_count"] > 0) & (rows["channel"] != figures.ALL)]
    if len(opened):
        panels.append(_opened(opened))
    return panels


def _missing(sent: int, panels: list[Panel]) -> str:
    """Return what would fill the chapter; nothing where it is filled."""
    if panels:
        return ""
    if not sent:
        return (
            f"No campaign is {figures.WINDOW_DAYS} days past: crm/campaign_contacts "
            "would fill this chapter."
        )
    return (
        f"{words.count(sent)} campaign messages have landed, but nothing tells who "
        "opened them or who was held back: opened_at and is_control of "
        "crm/campaign_contacts would fill this chapter."
    )


def _uplift(rows: pd.DataFrame, currency: str) -> Panel:
    judged = rows[(rows["control_count"] > 0) & (rows["sent_count"] > 0)]
    sentence = _said_of_uplift(each(judged)[0])
    drawn = _intervals(judged)
    return Panel(
        "What campaigns brought",
        sentence,
        picture(
            "uplift",
            lambda width: points.intervals(
                drawn, width, title="more orders than those held back, in points"
            ),
            f"Points with intervals: uplift by channel. {sentence}",
        ),
        table(
            judged,
            ("channel", "channel", str),
            ("campaigns #", "campaign_count", words.count),
            ("written to #", "sent_count", words.count),
            ("ordered #", "ordered_share", words.share),
            ("held back #", "control_count", words.count),
            ("ordered #", "control_ordered_share", words.share),
            ("uplift, points #", "uplift", _points),
            ("extra revenue #", "extra_revenue", words.in_money(currency)),
        ),
        "Who was held back was chosen like the others and not written to. The bars are "
        "95 % intervals; across zero, it may be chance."
        + (" Orange: the truth." if drawn["true"].notna().any() else ""),
    )


def _said_of_uplift(whole: Any) -> str:
    half = ERRORS * whole.uplift_error
    low, high = whole.uplift - half, whole.uplift + half
    proven = "which may be chance"
    if low > 0 or high < 0:
        proven = "more than chance" if low > 0 else "fewer, beyond chance"
    return (
        f"{words.share(whole.ordered_share)} of those written to ordered within "
        f"{figures.WINDOW_DAYS} days, {words.share(whole.control_ordered_share)} of "
        f"those held back: {_points(whole.uplift)} points, {proven} "
        f"({_points(low)} to {_points(high)}, 95 %)."
    )


def _points(share: float) -> str:
    return f"{share * 100:+.1f}"


def _intervals(rows: pd.DataFrame) -> pd.DataFrame:
    half = ERRORS * rows["uplift_error"]
    drawn = pd.DataFrame(
        {
            "name": rows["channel"],
            "value": rows["uplift"] * 100,
            "low": (rows["uplift"] - half) * 100,
            "high": (rows["uplift"] + half) * 100,
            "true": rows["true_uplift"] * 100,
        }
    )
    drawn["said"] = [
        f"{row.name}: {row.value:+.1f} points, {row.low:+.1f} to {row.high:+.1f}"
        + ("" if words.is_none(row.true) else f", in truth {row.true:+.1f}")
        for row in each(drawn)
    ]
    return drawn


def _opened(channels: pd.DataFrame) -> Panel:
    """Return who opened, on the channels that tell; a letter does not."""
    sent = channels["sent_count"].sum()
    sentence = (
        f"Of {words.count(sent)} messages {_shared(channels, 'opened', sent)} were "
        f"opened and {_shared(channels, 'clicked', sent)} clicked."
    )
    drawn = pd.DataFrame(
        {
            "name": channels["channel"],
            "value": channels["opened_share"],
            "label": [words.share(value) for value in channels["opened_share"]],
        }
    )
    drawn["said"] = [
        f"{row.channel}: {words.share(row.opened_share)} opened, "
        f"{words.share(row.clicked_share)} clicked"
        for row in each(channels)
    ]
    return Panel(
        "Opened and clicked",
        sentence,
        picture(
            "opened",
            lambda width: bars.lying(drawn, width),
            f"Bars: share of messages opened, by channel. {sentence}",
        ),
        table(
            channels,
            ("channel", "channel", str),
            ("campaigns #", "campaign_count", words.count),
            ("messages #", "sent_count", words.count),
            ("opened #", "opened_share", words.share),
            ("clicked #", "clicked_share", words.share),
        ),
        "Only channels that tell whether a message was opened.",
    )


def _shared(channels: pd.DataFrame, what: str, sent: float) -> str:
    return words.share(channels[f"{what}_count"].sum() / sent)
