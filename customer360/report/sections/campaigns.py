"""Campaigns: who opened, who ordered, and what the held-back would have done anyway."""

from pathlib import Path

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import campaigns as figures
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import bars, points
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

SIGMAS = 1.96


def section(build: Build, truth: Path | None) -> Section:
    """Return answers to campaigns beside the control group's."""
    title = "Campaigns"
    rows = figures.by_channel(build, truth)
    if rows.empty or not rows["sent_count"].iloc[0]:
        needs = (
            f"No campaign is {figures.WINDOW_DAYS} days past: crm/campaign_contacts "
            "would fill this chapter."
        )
        return Section("campaigns", title, missing=needs)
    panels = []
    if rows["control_count"].iloc[0]:
        panels.append(_uplift(rows, build.currency))
    opened = rows[(rows["opened_count"] > 0) & (rows["channel"] != figures.ALL)]
    if len(opened):
        panels.append(_opened(opened))
    needs = (
        f"{words.count(rows['sent_count'].iloc[0])} campaign messages have landed, but "
        "nothing tells who opened them or who was held back: opened_at and is_control "
        "of crm/campaign_contacts would fill this chapter."
    )
    return Section("campaigns", title, panels, missing="" if panels else needs)


def _uplift(rows: pd.DataFrame, currency: str) -> Panel:
    judged = rows[(rows["control_count"] > 0) & (rows["sent_count"] > 0)]
    whole = each(judged)[0]
    low = whole.uplift - SIGMAS * whole.uplift_error
    high = whole.uplift + SIGMAS * whole.uplift_error
    proven = (
        "more than chance"
        if low > 0
        else ("less, beyond chance" if high < 0 else "which may be chance")
    )
    sentence = (
        f"{words.share(whole.ordered_share)} of those written to ordered within "
        f"{figures.WINDOW_DAYS} days, {words.share(whole.control_ordered_share)} of "
        f"those held back: {whole.uplift * 100:+.1f} points, {proven} "
        f"({low * 100:+.1f} to {high * 100:+.1f}, 95 %)."
    )
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
        Table(
            [
                *("channel", "campaigns #", "written to #", "ordered #"),
                *("held back #", "ordered #", "uplift #", "extra revenue #"),
            ],
            [
                [
                    row.channel,
                    words.count(row.campaign_count),
                    words.count(row.sent_count),
                    words.share(row.ordered_share),
                    words.count(row.control_count),
                    words.share(row.control_ordered_share),
                    f"{row.uplift * 100:+.1f}",
                    words.money(row.extra_revenue, currency),
                ]
                for row in each(judged)
            ],
        ),
        "Who was held back was chosen like the others and not written to. The bars are "
        "95 % intervals; across zero, it may be chance."
        + (" Orange: the truth." if drawn["true"].notna().any() else ""),
    )


def _intervals(rows: pd.DataFrame) -> pd.DataFrame:
    half = SIGMAS * rows["uplift_error"]
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
        Table(
            ["channel", "campaigns #", "messages #", "opened #", "clicked #"],
            [
                [
                    row.channel,
                    words.count(row.campaign_count),
                    words.count(row.sent_count),
                    words.share(row.opened_share),
                    words.share(row.clicked_share),
                ]
                for row in each(channels)
            ],
        ),
        "Only channels that tell whether a message was opened.",
    )


def _shared(channels: pd.DataFrame, what: str, sent: float) -> str:
    return words.share(channels[f"{what}_count"].sum() / sent)
