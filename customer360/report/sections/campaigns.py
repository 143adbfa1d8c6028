"""Campaigns: who opened, who ordered, and what the held-back would have done anyway."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.figures import campaigns as figures
from customer360.report.page_parts import Panel, Section, Table
from customer360.report.pictures import bars, points
from customer360.report.pictures.svg import picture
from customer360.report.rows import each

SIGMAS = 1.96


def section(build: Build) -> Section:
    """Return answers to campaigns beside the control group's."""
    title = "Campaigns"
    rows = figures.by_channel(build)
    if rows.empty or not rows["sent_count"].iloc[0]:
        needs = (
            f"No campaign is {figures.WINDOW_DAYS} days past: crm/campaign_contacts "
            "would fill this chapter."
        )
        return Section("campaigns", title, missing=needs)
    panels = [_opened(rows)]
    if rows["control_count"].iloc[0]:
        panels.insert(0, _uplift(rows, build.currency))
    return Section("campaigns", title, panels)


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
        "95 % intervals; across zero, it may be chance.",
    )


def _intervals(rows: pd.DataFrame) -> pd.DataFrame:
    drawn = pd.DataFrame(
        {
            "name": rows["channel"],
            "value": rows["uplift"],
            "low": rows["uplift"] - SIGMAS * rows["uplift_error"],
            "high": rows["uplift"] + SIGMAS * rows["uplift_error"],
            "true": float("nan"),
        }
    )
    drawn["said"] = [
        f"{name}: {value * 100:+.1f} points, {low * 100:+.1f} to {high * 100:+.1f}"
        for name, value, low, high in each(drawn[["name", "value", "low", "high"]])
    ]
    return drawn


def _opened(rows: pd.DataFrame) -> Panel:
    whole = each(rows)[0]
    channels = rows.iloc[1:] if len(rows) > 2 else rows.iloc[:1]
    sentence = (
        f"{words.count(whole.sent_count)} messages of "
        f"{words.plural(whole.campaign_count, 'campaign')}: "
        f"{words.share(whole.opened_share)} opened, "
        f"{words.share(whole.clicked_share)} clicked."
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
                for row in each(rows)
            ],
        ),
    )
