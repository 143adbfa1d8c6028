"""Trust: what scores find, where they are worse, what moved, who makes them."""

import pandas as pd

from customer360.report import words
from customer360.report.build import Build
from customer360.report.candidates import candidate_name, reason_in_words
from customer360.report.feature_names import feature_name, feature_value
from customer360.report.figures import trust
from customer360.report.page_parts import Panel, Section
from customer360.report.pictures import bars, points
from customer360.report.pictures.stretches import stretches
from customer360.report.pictures.svg import picture
from customer360.report.rows import each, table

TITLE = "How far scores can be trusted"
MOST = 10
MONTH = pd.DateOffset(months=1)
OURS, RULE = "by score", "by a simple rule"
MEASURES = {
    "churn": "No order in the horizon",
    "purchase_7d": "An order in 7 days",
    "purchase_30d": "An order in 30 days",
    "order_count_90d": "Orders of 90 days",
    "order_count_365d": "Orders of 365 days",
    "revenue_90d": "Revenue of 90 days",
    "revenue_365d": "Revenue of 365 days",
    "session_order": "An order in the visit",
}
JUDGED = "churn"


def section(build: Build) -> Section:
    """Return what tells whether to rely on scores; a panel where there is something."""
    found = [_found(build), _groups(build), _moved(build), _champions(build)]
    panels = [panel for panel in found if panel is not None]
    if not panels:
        needs = (
            "Scores cannot be judged yet: their horizons are not over. A quarter of "
            "records after the first month start fills this."
        )
        return Section("trust", TITLE, missing=needs)
    return Section("trust", TITLE, panels)


def measure_name(measure: str) -> str:
    """Return a measure as a reader knows it."""
    return MEASURES.get(measure, words.capital(words.plain(measure)))


def _found(build: Build) -> Panel | None:
    rows = trust.best_tenths(build)
    if rows.empty:
        return None
    rows["name"] = rows["measure"].map(measure_name)
    better = (rows["found"] > rows["baseline_found"]).sum()
    best = each(rows.sort_values("lift"))[-1]
    sentence = (
        f"In {better} of {len(rows)} questions the best tenth by score holds more of "
        f"what came than the best tenth by a simple rule. For "
        f"“{best.name.lower()}” it holds {words.share(best.found)}, "
        f"{words.times(best.lift)} what a tenth drawn by lot would."
    )
    parts = [
        pd.DataFrame({"name": rows["name"], "group": group, "value": rows[column]})
        for group, column in ((OURS, "found"), (RULE, "baseline_found"))
    ]
    drawn = pd.concat(parts, ignore_index=True)
    drawn["said"] = [
        f"{row.name}: the best tenth {row.group} holds {words.share(row.value)}"
        for row in each(drawn)
    ]
    return Panel(
        "What the best tenth holds",
        sentence,
        picture(
            "tenths",
            lambda width: points.share_pairs(drawn, (OURS, RULE), width),
            f"Pairs of points: share of what came in the best tenth. {sentence}",
        ),
        table(
            rows,
            ("question", "name", str),
            ("judged on", "as_of_date", words.date),
            ("customers or visits #", "customer_count", words.count),
            ("lift #", "lift", words.decimals),
            ("by score #", "found", words.share),
            ("by rule #", "baseline_found", words.share),
        ),
        "Each is judged at the last date whose horizon is over. The rule is days since "
        "the last order, as much again as in the same number of days before, or how "
        "often visits of the platform, with or without a cart, ended in an order.",
    )


def _groups(build: Build) -> Panel | None:
    rows = trust.weak_groups(build, JUDGED)
    if rows.empty:
        return None
    rows["name"] = [f"{words.plain(r.group_kind)}: {r.group_name}" for r in each(rows)]
    drawn = rows.head(MOST).assign(true=None)
    drawn["value"] = -100 * drawn["auc_gap"]
    drawn["low"] = drawn["value"] - 196 * drawn["auc_error"]
    drawn["high"] = drawn["value"] + 196 * drawn["auc_error"]
    drawn["said"] = [
        f"{row.name}: AUC {words.decimals(row.auc)}, {row.value:+.1f} points from all, "
        f"{words.plural(row.customer_count, 'customer')}"
        for row in each(drawn)
    ]
    worst = each(drawn)[0]
    flagged = rows.loc[rows["is_ranked_worse"], "name"].tolist()
    sentence = (
        f"Churn is told worst of “{worst.name}”: AUC "
        f"{words.decimals(worst.auc)}, {abs(worst.value):.1f} points "
        f"{'below' if worst.value < 0 else 'above'} all customers. "
        + (
            f"Beyond the limit: {words.listed(flagged)}."
            if flagged
            else "No group is beyond the limit."
        )
        + _said_of_levels(build)
    )
    return Panel(
        "For whom it is worse",
        sentence,
        picture(
            "subgroups",
            lambda width: points.intervals(drawn, width, title="AUC, points from all"),
            f"Points with bounds by group of customers. {sentence}",
        ),
        table(
            rows,
            ("group", "name", str),
            ("customers #", "customer_count", words.count),
            ("AUC #", "auc", words.decimals),
            ("by recency #", "baseline_auc", words.decimals),
            ("predicted #", "expected_mean", words.share),
            ("came true #", "realised_mean", words.share),
        ),
        "A hundred points are the whole scale; bars are what chance leaves open "
        "(95 %). Groups that are alike in what matters, as one segment, are harder to "
        "rank than all customers together.",
    )


def _said_of_levels(build: Build) -> str:
    rows = trust.groups_off_level(build)
    if rows.empty:
        return ""
    worst = each(rows)[0]
    return (
        f" Levels are off in {words.plural(len(rows), 'case')}: of "
        f"“{words.plain(worst.group_kind)}: {worst.group_name}”, "
        f"{measure_name(worst.measure).lower()}, expected were "
        f"{words.decimals(worst.ratio, 2)} times what came."
    )


def _moved(build: Build) -> Panel | None:
    rows = trust.moved_most(build, MOST)
    if rows.empty:
        return None
    rows["name"] = [
        feature_name(r.column_name)
        if r.column_kind == "feature"
        else words.capital(words.plain(r.column_name))
        for r in each(rows)
    ]
    rows["value"] = rows["stability_index"]
    rows["label"] = rows["value"].map(lambda value: words.decimals(value, 2))
    rows["now"], rows["then"] = (
        [feature_value(r.column_name, getattr(r, side)) for r in each(rows)]
        for side in ("mean", "compared_mean")
    )
    rows["said"] = [
        f"{r.name}: index {r.label}, mean {r.then}, then {r.now}" for r in each(rows)
    ]
    flagged = rows.loc[rows["has_moved"], "name"].tolist()
    day = words.date(each(rows)[0].compared_date)
    sentence = (
        f"Since {day}, what moved beyond the limit: {words.listed(flagged)}."
        if flagged
        else f"Since {day}, nothing moved beyond the limit but what grows with time."
    )
    return Panel(
        "What moved",
        sentence,
        picture(
            "drift",
            lambda width: bars.lying(rows, width),
            f"Bars: population stability index by feature. {sentence}",
        ),
        table(
            rows,
            ("what", "name", str),
            ("index #", "label", str),
            ("mean before #", "then", str),
            ("mean now #", "now", str),
            ("unknown before #", "compared_missing_share", words.share),
            ("unknown now #", "missing_share", words.share),
        ),
        "Population stability index of the customers then and now: 0 where nothing "
        "moved, above .2 worth a look. A window of 365 days moves by itself when "
        "records turn a year old.",
    )


def _champions(build: Build) -> Panel | None:
    rows = trust.champions(build)
    if rows.empty:
        return None
    rows["name"] = rows["model_name"].map(words.plain)
    rows["label"] = [candidate_name(r.model_name, r.candidate_name) for r in each(rows)]
    rows["why"] = [reason_in_words(r.model_name, r.reason) for r in each(rows)]
    rows["first"], rows["last"] = rows["first_date"], rows["last_date"] + MONTH
    rows["said"] = [
        f"{r.name}: {r.label} from {words.month(r.first)} to {words.month(r.last_date)}"
        for r in each(rows)
    ]
    changed = len(rows) - rows["name"].nunique()
    latest = [f"{r.name} by {r.label}" for r in each(rows.groupby("name").tail(1))]
    sentence = f"Made today: {words.listed(latest)}. " + (
        f"The choice changed {words.plural(changed, 'time')}."
        if changed
        else "No choice has changed."
    )
    return Panel(
        "Who makes the scores",
        sentence,
        picture(
            "champions",
            lambda width: stretches(rows, width),
            f"Bars in time by model. {sentence}",
        ),
        table(
            rows,
            ("model", "name", str),
            ("chosen", "label", str),
            ("from", "first_date", words.month),
            ("to", "last_date", words.month),
            ("why, at first", "why", str),
        ),
        "Candidates are compared at each month start on periods they had not seen; the "
        "shade changes with the choice. Order rhythm is BG/NBD: it reads nothing but "
        "when somebody ordered. The two-part forecast is boosted trees: do they "
        "order, and for how much? Log loss and deviance say how far probabilities and "
        "amounts were from what came: less is better.",
    )
