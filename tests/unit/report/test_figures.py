"""Figures of the report on builds of a few rows."""

import datetime as dt

import pandas as pd
import pytest
from marts_by_contract import fill

from customer360.report.errors import ReportError
from customer360.report.figures import (
    advertising,
    campaigns,
    channels,
    churn,
    freshness,
    headline,
    identity,
    identity_audit,
    retention,
    segments,
    value,
)
from customer360.report.sections import advertising as advertising_section
from customer360.report.sections import freshness as sources
from customer360.report.sections import how_well_named, lifecycle

pytestmark = pytest.mark.unit

T = "2026-01-01"


def order(number, customer, day, amount=10, channel="store"):
    return {
        "order_id": f"o{number}",
        "customer_id": customer,
        "ordered_at": day,
        "order_date": day,
        "channel": channel,
        "order_amount": amount,
        "refund_amount": 0,
    }


def with_orders(build, *orders):
    fill(
        build.connection,
        "marts.fct_orders",
        [order(number, *each) for number, each in enumerate(orders)],
    )
    return build


def test_months_are_whole_months_only(build):
    with_orders(
        build,
        ("a", "2026-01-20"),
        ("a", "2026-02-03", 30),
        ("b", "2026-02-28", 5, "web"),
        ("a", "2026-03-01"),
        ("a", "2026-04-01"),
    )
    rows = channels.months(build)
    assert rows["month_start"].dt.month.tolist() == [2, 2, 3]
    assert rows["channel"].tolist() == ["store", "web", "store"]
    assert rows["revenue"].tolist() == [30, 5, 10]


def test_a_customer_of_two_channels_is_one_customer_of_the_month(build):
    with_orders(
        build, ("a", "2026-02-01"), ("a", "2026-02-02", 1, "web"), (None, "2026-02-03")
    )
    assert channels.month_totals(build)["customer_count"].tolist() == [1]
    several = channels.channels_per_customer(build)
    assert several["channel_count"].tolist() == [2]
    assert several["revenue_share"].tolist() == [1.0]


def test_retention_counts_those_who_did_not_come_back(build):
    with_orders(
        build,
        ("a", "2026-01-05"),
        ("b", "2026-01-06"),
        ("a", "2026-03-05"),
        ("c", "2026-02-05"),
        ("a", "2026-04-05"),
    )
    rows = retention.retention(build)
    said = [
        (row.cohort_month.month, row.months_after, row.share)
        for row in rows.itertuples()
    ]
    assert said == [(1, 1, 0.0), (1, 2, 0.5), (2, 1, 0.0)]


def test_headline_revenue_before_is_only_told_when_all_of_it_is_there(build):
    with_orders(build, ("a", "2026-04-14"), (None, "2026-01-01", 30))
    young = headline.headline(build)
    assert (young.revenue, young.known_revenue_share) == (40, 0.25)
    assert pd.isna(young.revenue_before)
    with_orders(build, ("a", "2024-04-01", 7), ("a", "2025-01-01", 20))
    assert headline.headline(build).revenue_before == 20


def scored(build, ids):
    """Twenty customers at T: the model ranks the silent first, recency last."""
    for number, customer in enumerate(ids):
        key = {"customer_id": customer, "as_of_date": T}
        is_silent = number < 4
        tables = {
            "scores.score_customer__churn": {
                "churn_probability": 0.9 if is_silent else 0.1,
                "churn_decile": 10 - number // 2,
                "horizon_days": 90,
            },
            "features.feat_customers": {"days_since_last_order": number},
            "features.label_customers__orders": {
                "horizon_days": 90,
                "order_count_next": 0 if is_silent else 1,
                "order_amount_sum_next": 0 if is_silent else number,
            },
            "scores.score_customer__lifetime_value": {
                "expected_revenue_90d_amount": float(number),
            },
        }
        for table, row in tables.items():
            fill(build.connection, table, [key | row])
    return build


def test_churn_is_judged_at_the_last_date_whose_horizon_is_over(build, ids):
    later = {"customer_id": ids[0], "as_of_date": "2026-04-15"}
    scored(build, ids)
    fill(
        build.connection,
        "scores.score_customer__churn",
        [later | {"churn_probability": 0.5, "churn_decile": 1, "horizon_days": 90}],
    )
    quality = churn.churn_quality(build)
    assert quality.as_of_date == dt.date(2026, 1, 1)
    assert (quality.customer_count, quality.silent_share) == (20, 0.2)
    assert quality.deciles["realised"].tolist()[-2:] == [1.0, 1.0]
    assert quality.found("model", 0.2) == pytest.approx(1.0)
    assert quality.found("recency", 0.8) == pytest.approx(0.0)


def test_value_takes_the_longest_horizon_that_is_over(build, ids):
    quality = value.value_quality(scored(build, ids))
    assert quality.horizon_days == 90
    assert quality.deciles["decile"].tolist() == list(range(1, 11))
    assert quality.total_ratio == pytest.approx(190 / 184)
    fill(
        build.connection,
        "features.label_customers__orders",
        [{"customer_id": ids[0], "as_of_date": T, "horizon_days": 365}],
    )
    fill(
        build.connection,
        "scores.score_customer__lifetime_value",
        [{"customer_id": ids[0], "as_of_date": T, "expected_revenue_365d_amount": 1}],
    )
    assert value.value_quality(build).horizon_days == 365


def test_what_sets_segments_apart_is_the_feature_that_differs(build, ids):
    for number, customer in enumerate(ids):
        key = {"customer_id": customer, "as_of_date": "2026-04-15"}
        segment = {"segment_number": 1 + number % 2, "segment_name": f"s{number % 2}"}
        fill(build.connection, "scores.score_customer__segment", [key | segment])
        row = {"order_count_90d": number % 2 * 10, "days_since_last_order": number // 2}
        fill(build.connection, "features.feat_customers", [key | row])
    rows = segments.profiles(build)
    first = rows.sort_values("told_apart", ascending=False).iloc[0]
    assert first["feature"] == "order_count_90d"
    assert first["told_apart"] == pytest.approx(1.0)
    nothing = rows[rows["feature"] == "days_since_last_order"]
    assert nothing["difference"].tolist() == pytest.approx([0.0, 0.0])
    assert "discount_share_90d" not in set(rows["feature"])


def test_moves_are_counted_of_those_with_a_segment_at_both_dates(build):
    rows = [(1, 1), (1, 1), (1, 2), (2, 2), (None, 2)]
    for before, now in rows:
        move = {"as_of_date": "2026-04-15", "previous_as_of_date": "2026-03-01"}
        move |= {"from_segment_number": before, "to_segment_number": now}
        move |= {"from_segment_name": f"s{before}", "to_segment_name": f"s{now}"}
        move |= {"is_moved": before is not None and before != now}
        fill(build.connection, "scores.score_customer__segment_moves", [move])
    found = segments.moves(build)
    assert found["customer_count"].tolist() == [2, 1, 1]
    assert found["share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1])


def test_a_month_ends_with_whom_it_began_plus_came_less_went(build):
    stages = {
        "2026-02-01": ["active"] * 3 + ["lapsed"],
        "2026-03-01": ["active", "lapsed", "active", "reactivated", "new"],
    }
    for month, each in stages.items():
        for number, stage in enumerate(each):
            row = {"customer_id": f"c{number}", "month_date": month}
            row |= {"as_of_date": "2026-04-01", "lifecycle_stage": stage}
            fill(build.connection, "marts.lifecycle", [row])
    for before, now, count in [
        ("active", "active", 2),
        ("active", "lapsed", 1),
        ("lapsed", "reactivated", 1),
        ("none", "new", 1),
    ]:
        row = {"month_date": "2026-03-01", "from_stage": before, "to_stage": now}
        row |= {"customer_count": count}
        fill(build.connection, "marts.lifecycle_flows", [row])
    stand, moves = lifecycle.section(build).panels
    assert "80% of 5 customers who ever ordered had not lapsed" in stand.sentence
    assert "1 ordered for the first time" in moves.sentence
    assert moves.table.rows == [["March 2026", "3", "1", "1", "1", "4"]]


def test_refusals_and_fates_of_identifiers_are_counted(build, ids):
    types = [("email", 4, True), ("anonymous_id", 9, False)]
    for name, rank, is_durable in types:
        row = {"identifier_type": name, "type_rank": rank, "is_durable": is_durable}
        fill(build.connection, "seeds.identifier_types", [row])
    known = [
        ("email", ids[0], False),
        ("email", ids[0], False),
        ("email", None, False),
        ("email", None, True),
        ("anonymous_id", None, False),
    ]
    for number, (kind, customer, is_blocked) in enumerate(known):
        key = {"identifier_id": ids[number]}
        row = {"identifier_type": kind, "is_blocked": is_blocked}
        profile = None if is_blocked else customer or ids[number]
        fill(build.connection, "identity.identifiers", [key | row])
        whose = {"customer_id": customer, "profile_id": profile}
        fill(build.connection, "identity.identity_map", [key | whose])
    email, cookie = identity.identifier_types(build).to_dict("records")
    assert (email["of_customers"], email["shared"], email["blocked"]) == (2, 1, 1)
    assert (email["customer_count"], email["several_count"]) == (1, 1)
    assert cookie["of_visitors"] == 1


def test_records_are_shown_best_named_first_and_only_what_landed(build):
    for entity, durable, weak, none in [
        ("web/events", 1, 3, 0),
        ("crm/contacts", 2, 0, 0),
        ("iot/usage", 0, 0, 0),
    ]:
        row = {"entity": entity, "record_count": durable + weak + none}
        row |= {"durable_count": durable, "cookie_like_count": weak}
        row |= {"nameless_count": none}
        fill(build.connection, "audit.records_per_strength", [row])
    strength, *others = how_well_named.panels(build)
    assert not others
    assert strength.sentence.startswith("50% of the records")
    found = identity_audit.records_per_strength(build)
    assert found["entity"].tolist() == ["crm/contacts", "web/events"]


def test_records_that_name_somebody_are_counted_once(build):
    assert identity.totals(build)["record_count"].tolist() == [0]
    for entity, records, nameless in [("web/events", 7, 2), ("pos/transactions", 4, 3)]:
        row = {"entity": entity, "record_count": records, "nameless_count": nameless}
        fill(build.connection, "audit.records_per_strength", [row])
    assert identity.totals(build)["record_count"].tolist() == [6]


def test_the_largest_customers_are_told_first(build, ids):
    for rank, count in [(2, 7), (1, 90), (11, 3)]:
        row = {"size_rank": rank, "customer_id": ids[rank], "identifier_count": count}
        row |= {"durable_identifier_count": 2, "refused_pair_count": 0}
        fill(build.connection, "audit.largest_customers", [row])
    (largest,) = how_well_named.panels(build)
    assert "90 identifiers, 2 of them lasting" in largest.sentence
    found = identity_audit.largest_customers(build)
    assert found["identifier_count"].tolist() == [90, 7]


def test_quality_needs_a_folder_of_truth(build, tmp_path):
    with pytest.raises(ReportError, match="c360 simulate"):
        identity.quality(build, tmp_path)


def spend(number, day, cost, channel="search", clicks=None):
    return {
        "spend_id": f"s{number}",
        "spend_date": day,
        "channel": channel,
        "cost_amount": cost,
        "click_count": clicks,
    }


def test_advertising_costs_by_whole_month_beside_first_orders(build):
    fill(
        build.connection,
        "marts.fct_ad_spend",
        [
            spend(1, "2026-02-01", 10, clicks=3),
            spend(2, "2026-02-28", 20, "social"),
            spend(3, "2026-03-31", 40),
            spend(4, "2026-04-01", 80),
        ],
    )
    with_orders(
        build, ("a", "2026-02-01"), ("a", "2026-03-02"), ("b", "2026-02-28"), (None, T)
    )
    rows = advertising.months(build)
    assert rows["cost"].tolist() == [10, 20, 40]
    assert rows["click_count"].fillna(-1).tolist() == [3, -1, -1]
    firsts = advertising.new_customers(build)
    assert firsts["cost"].tolist() == [30, 40]
    assert firsts["customer_count"].tolist() == [2, 0]
    (panel,) = advertising_section.panels(build)
    assert panel.sentence == (
        "Advertising cost 40 USD in March 2026; search takes 71% of all months' cost."
    )
    assert panel.table.rows == [
        ["2026-02", "10", "20", "2", "15.00"],
        ["2026-03", "40", "0", "0", ""],
    ]


def test_campaigns_are_compared_with_those_held_back(build):
    for number in range(8):
        is_control = number % 2 == 0
        fill(
            build.connection,
            "marts.fct_campaign_contacts",
            [
                {
                    "campaign_contact_id": f"c{number}",
                    "customer_id": f"p{number}",
                    "campaign": "spring",
                    "channel": "email",
                    "sent_at": "2026-02-01",
                    "is_control": is_control,
                    "opened_at": None if is_control else "2026-02-02",
                }
            ],
        )
    with_orders(
        build,
        ("p1", "2026-02-03", 100),
        ("p3", "2026-02-14"),
        ("p5", "2026-02-15"),
        ("p0", "2026-02-01"),
    )
    whole, email = campaigns.by_channel(build).to_dict("records")
    assert (whole["channel"], email["channel"]) == ("all", "email")
    assert (whole["sent_count"], whole["control_count"]) == (4, 4)
    assert whole["uplift"] == pytest.approx(0.5 - 0.25)
    assert whole["opened_share"] == 1.0
    assert pd.isna(whole["true_uplift"])


def number(text):
    return int(text.replace(",", ""))


def with_source(
    build, entity, last=None, *, staged=1, duplicates=0, conflicts=0, refused=(0, 0)
):
    """Add a source; `refused` are rows quarantined at landing, and in the warehouse."""
    at_landing, in_warehouse = refused
    landed = staged + duplicates + conflicts + in_warehouse
    fill(
        build.connection,
        "marts.fct_source_freshness",
        [{"entity": entity, "landed_row_count": landed, "last_event_at": last}],
    )
    counts = {
        "entity": entity,
        "landed_count": landed + at_landing,
        "staged_count": staged,
        "duplicate_count": duplicates,
        "conflict_count": conflicts,
        "quarantined_count": at_landing + in_warehouse,
    }
    fill(build.connection, "audit.row_reconciliation", [counts])


def test_the_numbers_of_each_source_add_up_to_its_rows_in_files(build):
    with_source(build, "web/events", T, staged=5_562, duplicates=970, refused=(150, 0))
    with_source(build, "crm/orders", T, staged=45, conflicts=3, refused=(2, 4))
    with_source(build, "crm/refunds", staged=0, refused=(5, 0))
    rows = freshness.freshness(build).set_index("entity")
    assert rows["landed_count"].to_dict() == {
        "crm/orders": 54,
        "crm/refunds": 5,
        "web/events": 6_682,
    }

    (panel,) = sources.section(build).panels
    assert "6,741 rows have come in files of 3 entities" in panel.sentence
    assert "161 of them quarantined" in panel.sentence
    assert panel.table.columns[1] == "rows in files #"
    for line in panel.table.rows:
        assert number(line[1]) == sum(map(number, line[4:]))


def test_days_behind_are_counted_from_the_latest_event_of_all(build):
    with_source(build, "pos/transactions", "2026-04-14")
    with_source(build, "crm/orders", T)
    rows = freshness.freshness(build)
    assert rows["entity"].tolist() == ["crm/orders", "pos/transactions"]
    assert rows["lag_days"].tolist() == [103.0, 0.0]

    (panel,) = sources.section(build).panels
    assert "crm/orders most, 103 days" in panel.sentence
    assert "crm/orders: 103.0 days behind" in panel.picture.wide
    assert "pos/transactions: 0.0 days behind" in panel.picture.narrow


def test_where_no_source_lags_there_is_nothing_to_draw(build):
    with_source(build, "crm/orders", T)

    (panel,) = sources.section(build).panels
    assert panel.picture is None
