"""The queries of the summary; each returns rows, none where a table is absent."""

from customer360.summary.source import Row, Source

TOP_COUNT = 10


def build(source: Source) -> list[Row]:
    """Return (build id, when it ended, whether it ended well) of the latest build."""
    return source.rows(
        ["audit.builds"],
        "select build_id, completed_at, is_success from audit.builds "
        "order by started_at desc, rowid desc limit 1",
    )


def as_of_date(source: Source) -> list[Row]:
    """Return the latest as-of date, in one row."""
    return source.rows(
        ["marts.customer_360"], "select max(as_of_date) from marts.customer_360"
    )


def mart_rows(source: Source) -> list[Row]:
    """Return (mart, rows)."""
    return [
        (name, source.rows([], f'select count(*) from marts."{name}"')[0][0])
        for name in source.marts()
    ]


def freshness(source: Source) -> list[Row]:
    """Return (entity, rows landed, last event, last landing); bad rows do not land."""
    return source.rows(
        ["marts.fct_source_freshness"],
        "select entity, landed_row_count, last_event_at, last_landed_at "
        "from marts.fct_source_freshness where landed_row_count > 0 order by entity",
    )


def model_quality(source: Source) -> list[Row]:
    """Return (model, metric, value, baseline, its value, as-of date), latest only."""
    return source.rows(
        ["marts.fct_model_evaluations"],
        "select model_name, metric_name, metric_value, baseline_name, baseline_value, "
        "as_of_date from marts.fct_model_evaluations qualify row_number() over ("
        "partition by model_name, metric_name, baseline_name "
        "order by as_of_date desc, model_version desc) = 1 "
        "order by model_name, metric_name, baseline_name",
    )


def segments(source: Source) -> list[Row]:
    """Return (segment, customers, share of revenue in 365 days, mean churn)."""
    return source.rows(
        ["marts.customer_360"],
        "select coalesce(segment_name, 'no orders'), count(*), "
        "cast(sum(order_amount_sum_365d) as double) "
        "/ nullif(cast(sum(sum(order_amount_sum_365d)) over () as double), 0), "
        "avg(churn_probability) from marts.customer_360 "
        "group by segment_number, segment_name "
        f"order by segment_number nulls last limit {TOP_COUNT}",
    )


def set_apart(source: Source) -> list[Row]:
    """Return (entity, rows in files, duplicates, conflicts, quarantined), if any."""
    return source.rows(
        ["audit.row_reconciliation"],
        "select entity, landed_count, duplicate_count, conflict_count, "
        "quarantined_count from audit.row_reconciliation "
        "where duplicate_count + conflict_count + quarantined_count > 0 "
        "order by entity",
    )


def refused_records(source: Source) -> list[Row]:
    """Return (entity, reason, rows) of records refused inside the warehouse."""
    return source.rows(
        ["audit.quarantined_records"],
        "select entity, reason, count(*) from audit.quarantined_records "
        "group by entity, reason order by count(*) desc, entity, reason "
        f"limit {TOP_COUNT}",
    )


def refused_edges(source: Source) -> list[Row]:
    """Return (rule, reason, edges) of identifier pairs that were not merged."""
    return source.rows(
        ["identity.identity_refused_edges"],
        "select rule, reason, count(*) from identity.identity_refused_edges "
        f"group by rule, reason order by count(*) desc, rule, reason limit {TOP_COUNT}",
    )


def warnings(source: Source) -> list[Row]:
    """Return (suite, expectation, column, seen, severity) of failed expectations."""
    return source.rows(
        ["audit.builds", "audit.expectation_results"],
        "select suite_name, expectation_name, column_name, observed_value, severity "
        " from audit.expectation_results where not is_passed "
        "and build_id = (select build_id from audit.builds "
        "order by started_at desc, rowid desc limit 1) order by all",
    )
