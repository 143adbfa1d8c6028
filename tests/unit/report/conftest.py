"""A build made by hand: the tables that a report reads, empty or with few rows."""

from collections.abc import Iterator

import duckdb
import pytest
from marts_by_contract import make_marts

from customer360.report.build import Build

BELOW_MARTS = """
create schema identity; create schema features; create schema scores;
create schema audit; create schema seeds; create schema marts;
create table identity.as_of_dates (as_of_date date);
create table identity.identifiers
    (identifier_id uuid, identifier_type varchar, identifier_value varchar,
    is_blocked boolean);
create table identity.identity_map
    (identifier_id uuid, customer_id uuid, profile_id uuid);
create table identity.identity_edges (rule varchar);
create table identity.identity_refused_edges
    (rule varchar, reason varchar, evidence varchar, first_observed_at timestamp);
create table scores.score_customer__segment_moves
    (as_of_date date, previous_as_of_date date, from_segment_number integer,
    from_segment_name varchar, to_segment_number integer, to_segment_name varchar,
    is_moved boolean);
create table features.feat_customers
    (customer_id uuid, as_of_date date, days_since_last_order double,
    order_count_90d double, discount_share_90d double);
create table features.label_customers__orders
    (customer_id uuid, as_of_date date, horizon_days integer,
    order_count_next double, order_amount_sum_next double);
create table scores.score_customer__churn
    (customer_id varchar, as_of_date date, churn_probability double,
    churn_decile integer, horizon_days integer);
create table scores.score_customer__lifetime_value
    (customer_id varchar, as_of_date date, expected_revenue_90d_amount double,
    expected_revenue_365d_amount double);
create table scores.score_customer__segment
    (customer_id varchar, as_of_date date, segment_number integer,
    segment_name varchar);
create table audit.builds (build_id varchar, started_at timestamp);
create table audit.row_reconciliation
    (entity varchar, landed_count bigint, staged_count bigint, duplicate_count bigint,
    conflict_count bigint, quarantined_count bigint);
create table audit.quarantined_records (entity varchar, reason varchar);
create table audit.largest_customers
    (size_rank bigint, customer_id uuid, identifier_count bigint,
    durable_identifier_count bigint, refused_pair_count bigint);
create table audit.records_per_strength
    (entity varchar, record_count bigint, durable_count bigint,
    cookie_like_count bigint, nameless_count bigint);
create table seeds.identifier_types
    (identifier_type varchar, type_rank integer, is_durable boolean);
insert into identity.as_of_dates values (date '2026-04-15');
"""


@pytest.fixture
def build() -> Iterator[Build]:
    """Return a build as of 15 April 2026 in which nothing has landed."""
    with duckdb.connect() as connection:
        connection.execute(BELOW_MARTS)
        make_marts(connection, "marts", {})
        yield Build(connection)


@pytest.fixture(scope="session")
def ids() -> list[str]:
    """Return the ids of twenty customers."""
    return [f"00000000-0000-0000-0000-{number:012d}" for number in range(20)]
