"""A card with the figures of one build: how good, by whom, for whom, how still."""

from collections.abc import Iterator
from typing import Any

import duckdb

from customer360.pages import markdown_table
from customer360.report.figures.calibration import LEAST_JUDGED

# model names in marts that are not their module's
NAMES = {
    "purchase_intent": ("purchase_intent", "purchase_intent_7d", "purchase_intent_30d"),
    "sales_forecast": tuple(
        f"sales_forecast_{level}" for level in ("total", "channel", "category")
    ),
    "segments": ("segments", "segment"),
}
MOST = 8

QUALITY = """
    select model_name as model, metric_name as metric, as_of_date as "at",
        metric_value as value,
        baseline_value as baseline, baseline_name as "baseline is"
    from marts.fct_model_evaluations
    where model_name in ({names}) and as_of_date = (
        select max(newest.as_of_date) from marts.fct_model_evaluations as newest
        where newest.model_name = fct_model_evaluations.model_name
            and newest.metric_name = fct_model_evaluations.metric_name
    )
    order by model_name, metric_name, baseline_name
"""
CHAMPIONS = """
    select min(model_version) as version, candidate_name as chosen,
        min(reason) as why
    from marts.fct_model_champions
    where model_name in ({names}) and is_champion and as_of_date = (
        select max(newest.as_of_date) from marts.fct_model_champions as newest
        where newest.model_name = fct_model_champions.model_name
    )
    group by model_name, candidate_name
    order by model_name, candidate_name
"""
CALIBRATION = """
    select calibration.measure, calibration.as_of_date as "at",
        calibration.bin_number as tenth,
        calibration.customer_count as judged,
        calibration.expected_mean as expected, calibration.realised_mean as realised,
        deciles.lift, deciles.cumulative_realised_share as "found so far",
        deciles.baseline_cumulative_realised_share as "by the rule"
    from marts.fct_model_calibration as calibration
    inner join marts.fct_model_deciles as deciles
        on calibration.measure = deciles.measure
        and calibration.as_of_date = deciles.as_of_date
        and calibration.bin_number = deciles.decile
    where calibration.model_name in ({names}) and calibration.as_of_date = (
        select judged.as_of_date from marts.fct_model_calibration as judged
        where judged.measure = calibration.measure
        group by judged.as_of_date
        order by
            sum(judged.customer_count) >= {least_judged} desc, judged.as_of_date desc
        limit 1
    )
    order by calibration.measure, tenth desc
"""
SUBGROUPS = """
    select measure, group_kind || ': ' || group_name as "group",
        customer_count as customers, expected_mean as expected,
        realised_mean as realised, auc, baseline_auc as "auc by the rule",
        case when is_ranked_worse then 'ranked worse ' else '' end
            || case when is_off_level then 'level off' else '' end as beyond
    from marts.fct_model_subgroups
    where model_name in ({names}) and customer_count >= 50 and group_kind <> 'all'
    order by is_ranked_worse or is_off_level desc, auc_gap desc nulls last,
        abs(ln(nullif(greatest(expected_realised_ratio, 0), 0))) desc nulls last,
        measure, "group"
    limit {most}
"""
DRIFT = """
    select column_name as what, compared_date as since, stability_index as index,
        compared_mean as "mean then", mean as "mean now"
    from marts.fct_model_drift
    where comparison = 'month'
        and as_of_date = (select max(as_of_date) from marts.fct_model_drift)
    order by column_kind <> 'score', stability_index desc nulls last, column_name
    limit {most}
"""
# of whom nobody is judged alone
WITHOUT_TENTHS = ("sales_forecast", "segments")
WITHOUT_CUSTOMERS = ("sales_forecast", "segments", "session_intent")
CHAPTERS = {
    "Quality, when last judged": (QUALITY, ()),
    "Who makes the scores": (CHAMPIONS, ()),
    "Calibration and lift": (CALIBRATION, WITHOUT_TENTHS),
    "Groups, the worst first": (SUBGROUPS, WITHOUT_CUSTOMERS),
    "What moved, scores first": (DRIFT, WITHOUT_CUSTOMERS),
}


def figures(module: str, build: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield the chapters of figures of an open build; what has no rows says so."""
    names = ", ".join(f"'{name}'" for name in NAMES.get(module, (module,)))
    for title, (sql, without) in CHAPTERS.items():
        if module in without:
            continue
        rows = list(
            _rows(build, sql.format(names=names, most=MOST, least_judged=LEAST_JUDGED))
        )
        told = markdown_table(rows) if rows else "Nothing yet.\n"
        yield f"### {title}\n\n{told}"


def _rows(build: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, str]]:
    result = build.execute(sql)
    names = [column[0] for column in result.description or []]
    for row in result.fetchall():
        yield dict(zip(names, map(_said, row), strict=True))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)
