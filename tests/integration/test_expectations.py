"""Real Great Expectations over a small build: good rows pass, each ill shows."""

import json
from dataclasses import replace

import duckdb
import pytest

from customer360.paths import ROOT
from expectations import SUITE_NAMES, check_build, gxe
from expectations.runner import check_suite
from expectations.suite import BuildFile
from expectations.suites import LEAVING

pytestmark = pytest.mark.integration

CUSTOMER_360 = [suite for suite in LEAVING if suite.table == "marts.customer_360"]
SCORES = [suite for suite in LEAVING if suite not in CUSTOMER_360]

BUILD = """
create schema scores; create schema marts; create schema audit;
create schema landing; create schema identity; create schema features;
create table audit.builds as
    select 'first' as build_id, timestamp '2026-05-02 01:00:00' as started_at;

create table landing.files as
    select timestamp '2026-05-01 23:00:00' as max_known_at, 900 as row_count;
create table identity.as_of_dates as
    select timestamp '2026-05-02 00:00:00' as as_of_at, true as is_latest;
create table marts.fct_orders as
    select
        'o' || n as order_id, 'c' || n % 200 as customer_id,
        case when n % 200 < 110 then date '2026-02-01' else date '2025-06-01' end
            as order_date,
        'completed' as status, cast(10 + n % 50 as decimal(18, 4)) as order_amount
    from range(1000) as numbers (n);
create table scores.score_customer__churn as
    select
        'c' || n as customer_id, as_of_date,
        0.2 + n / 400 as churn_probability, n * 10 // 200 + 1 as churn_decile,
        90 as horizon_days
    from range(200) as numbers (n),
        (values (date '2026-01-01'), (date '2026-05-02')) as dates (as_of_date);
create table scores.score_customer__purchase_intent as
    select
        'c' || n as customer_id, as_of_date, horizon_days,
        n / 400 + horizon_days / 200 as purchase_probability,
        n * 10 // 200 + 1 as purchase_decile
    from range(200) as numbers (n), (values (7), (30)) as horizons (horizon_days),
        (values (date '2026-01-01'), (date '2026-05-02')) as dates (as_of_date);
create table features.label_customers__orders as
    select
        'c' || n as customer_id, date '2026-01-01' as as_of_date, horizon_days,
        case when horizon_days < 90 then (n % 3 = 0)::int when n < 110 then 1 else 0 end
            as order_count_next
    from range(200) as numbers (n),
        (values (7), (30), (90), (365)) as horizons (horizon_days);
create table scores.score_customer__lifetime_value as
    select
        'c' || n as customer_id, date '2026-05-02' as as_of_date,
        0.5 as alive_probability, 2.5e0 as expected_order_count_365d,
        80e0 as expected_revenue_365d_amount,
        10e0 as expected_revenue_365d_lower_amount,
        200e0 as expected_revenue_365d_upper_amount
    from range(200) as numbers (n);
create table scores.score_customer__segment as
    select
        'c' || n as customer_id, as_of_date,
        cast(1 + n % 4 as integer) as segment_number
    from range(200) as numbers (n),
        (values (date '2026-01-01'), (date '2026-05-02')) as dates (as_of_date);
create table scores.score_customer__rfm as
    select
        'c' || n as customer_id, as_of_date,
        1 + n % 5 as recency_quintile, 1 + n % 5 as order_count_quintile,
        1 + n * 5 // 200 as spend_quintile
    from range(200) as numbers (n),
        (values (date '2026-01-01'), (date '2026-05-02')) as dates (as_of_date);
create table scores.score_session__order_intent as
    select
        's' || n as session_id, date '2026-05-01' as as_of_date,
        n / 400 as order_probability
    from range(200) as numbers (n);
create table features.feat_sales__daily as
    select
        date '2026-05-02' as as_of_date, 'total' as level_name,
        date '2026-05-02' - 1 - cast(n as integer) as sales_date,
        10 as order_count, 100.0 as order_amount
    from range(60) as numbers (n);
create table scores.score_sales__forecast as
    select
        date '2026-05-02' as as_of_date,
        date '2026-05-02' + cast(n as integer) as sales_date,
        level_name, member_name,
        12.0 / parts as order_count, 9.0 / parts as order_count_lower,
        15.0 / parts as order_count_upper,
        120.0 / parts as order_amount, 90.0 / parts as order_amount_lower,
        150.0 / parts as order_amount_upper
    from range(28) as numbers (n), (values
        ('total', 'total', 1), ('channel', 'store', 2), ('channel', 'online', 2)
    ) as members (level_name, member_name, parts);
create table marts.fct_customer_scores as
    select customer_id, as_of_date, score_name, churn_probability as score_value
    from scores.score_customer__churn,
        (values ('churn_probability'), ('segment_number')) as names (score_name);
create table marts.fct_model_evaluations as
    from (values
        ('churn', date '2026-01-01', 'auc', 0.8, 'recency', 0.7),
        ('churn', date '2025-12-01', 'auc', 0.4, 'recency', 0.7),
        ('churn', date '2026-01-01', 'expected_calibration_error', 0.02, null, null),
        ('churn', date '2026-01-01', 'silent_share', 0.4, 'realised', 0.45),
        ('value', date '2026-01-01', 'revenue_90d_total_ratio', 1.1, null, null)
    ) as evaluations (model_name, as_of_date, metric_name, metric_value, baseline_name,
        baseline_value);
create table marts.customer_360 as
    select
        customer_id, date '2026-05-02' as as_of_date,
        timestamp '2025-01-01' as first_order_at,
        timestamp '2026-03-01' as last_order_at,
        2 as identifier_count, count(*) as order_count,
        sum(order_amount) as order_amount_sum, 90.0 as order_amount_sum_365d,
        30 as days_since_last_order,
        1 as order_count_90d, 0.4 as churn_probability, 5 as churn_decile,
        0.5 as alive_probability, 2.5 as expected_order_count_365d,
        80.0 as expected_revenue_365d_amount
    from marts.fct_orders group by customer_id;
create table marts.customer_health as
    select
        customer_id, churn_probability,
        0.1 as purchase_7d_probability, 0.3 as purchase_30d_probability,
        36.0 as revenue_at_risk_amount,
        'none' as next_step, 'all is well' as next_step_reason
    from marts.customer_360;
"""

CHURN = "update scores.score_customer__churn set {}"
INTENT = "update scores.score_customer__purchase_intent set {}"
VALUE = "update scores.score_customer__lifetime_value set {}"
RFM = "update scores.score_customer__rfm set {}"
SESSIONS = "update scores.score_session__order_intent set {}"
FORECAST = "update scores.score_sales__forecast set {}"
HEALTH = "update marts.customer_health set {}"
CUSTOMERS = "update marts.customer_360 set {}"
LATEST = " where as_of_date = date '2026-05-02'"
PUBLISHED = "update marts.fct_customer_scores set {}" + LATEST
MEASURED = "update marts.fct_model_evaluations set metric_value = {} where metric_name"


@pytest.fixture
def warehouse(tmp_path):
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        connection.execute(BUILD)
    return tmp_path


@pytest.fixture
def failed(tmp_path):
    """Run SQL on the build, check it, return (column, expectation, severity)."""

    def run(sql, suites):
        with duckdb.connect() as connection:
            connection.execute(BUILD)
            connection.execute(sql)
            build = BuildFile(connection, tmp_path)
            return {
                (verdict.column_name, verdict.expectation_name, verdict.severity)
                for suite in suites
                for verdict in check_suite(suite, build)
                if not verdict.is_passed
            }

    return run


def test_every_suite_passes_a_good_build_and_its_verdicts_are_rows(warehouse):
    verdicts = check_build(warehouse)
    assert [verdict for verdict in verdicts if not verdict.is_passed] == []
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        rows = connection.execute(
            "select build_id, list(distinct suite_name order by suite_name), count(*) "
            "from audit.expectation_results group by build_id"
        ).fetchall()
    assert rows == [("first", sorted(SUITE_NAMES), len(verdicts))]


def test_checking_again_replaces_the_verdicts(warehouse):
    first = check_build(warehouse, SCORES)
    check_build(warehouse, SCORES)
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        rows = connection.execute(
            "select count(*) from audit.expectation_results"
        ).fetchall()
    assert rows == [(len(first),)]


@pytest.mark.parametrize(
    ("ill", "column", "severity"),
    [
        (CHURN.format("churn_probability = 1.5"), "churn_probability", "error"),
        (CHURN.format("churn_probability = 0.5"), "churn_probability", "warn"),
        (CHURN.format("churn_decile = 3"), "churn_decile", "error"),
        (
            "update features.label_customers__orders set order_count_next = 1",
            "churn_probability",
            "error",
        ),
        (
            INTENT.format("purchase_probability = 1.5") + " where horizon_days = 7",
            "purchase_7d_probability",
            "error",
        ),
        (
            INTENT.format("purchase_probability = 0.6") + " where horizon_days = 7",
            "is_sooner_likelier",
            "warn",
        ),
        (INTENT.format("purchase_decile = 3"), "purchase_30d_decile", "error"),
        (
            INTENT.format("purchase_probability = null") + LATEST,
            "scored_share",
            "error",
        ),
        (VALUE.format("alive_probability = -0.1"), "alive_probability", "error"),
        (
            VALUE.format("expected_revenue_365d_lower_amount = 90"),
            "expected_revenue_365d_amount",
            "error",
        ),
        (
            VALUE.format("expected_revenue_365d_upper_amount = 70"),
            "expected_revenue_365d_upper_amount",
            "error",
        ),
        (
            VALUE.format("expected_order_count_365d = 400"),
            "expected_order_count_365d",
            "error",
        ),
        (
            VALUE.format("expected_order_count_365d = null"),
            "expected_order_count_365d",
            "warn",
        ),
        (
            "update scores.score_customer__segment set segment_number = 0",
            "segment_number",
            "error",
        ),
        (
            "update scores.score_customer__segment set segment_number = 1",
            "segment_share",
            "warn",
        ),
        # beside a month before
        (
            CHURN.format("churn_probability = churn_probability / 10") + LATEST,
            "churn_probability_drift",
            "warn",
        ),
        (
            CHURN.format("churn_probability = null") + f"{LATEST} and churn_decile > 5",
            "scored_share",
            "error",
        ),
        (
            f"delete from scores.score_customer__churn {LATEST} and churn_decile > 5",
            "kept_share",
            "warn",
        ),
        (
            "update scores.score_customer__segment set segment_number = 1"
            f"{LATEST} and segment_number < 4",
            "segment_number_drift",
            "warn",
        ),
        (
            VALUE.format(
                "expected_revenue_365d_amount = 9000, "
                "expected_revenue_365d_upper_amount = 9900"
            ),
            "of_last_year",
            "error",
        ),
        (RFM.format("spend_quintile = 6"), "spend_quintile", "error"),
        (RFM.format("recency_quintile = 0"), "recency_quintile", "error"),
        (RFM.format("spend_quintile = null") + LATEST, "scored_share", "error"),
        # of sessions
        (SESSIONS.format("order_probability = 2"), "order_probability", "error"),
        (SESSIONS.format("order_probability = 0.5"), "order_probability", "warn"),
        (
            SESSIONS.format("order_probability = null") + " where session_id > 's5'",
            "scored_share",
            "error",
        ),
        # of sales
        (FORECAST.format("order_count = -1"), "order_count", "error"),
        (
            FORECAST.format("order_amount_lower = order_amount + 1"),
            "is_ordered",
            "error",
        ),
        (FORECAST.format("order_count_upper = order_count - 1"), "is_ordered", "error"),
        (
            FORECAST.format("order_amount = 61") + " where member_name = 'store'",
            "unequal_count",
            "error",
        ),
        (
            FORECAST.format("order_count = order_count * 3"),
            "order_count_ratio",
            "warn",
        ),
        (
            FORECAST.format("order_amount = order_amount / 4"),
            "order_amount_ratio",
            "warn",
        ),
        # in the marts
        (
            HEALTH.format("purchase_30d_probability = 1.5"),
            "purchase_30d_probability",
            "error",
        ),
        (
            HEALTH.format("revenue_at_risk_amount = -1"),
            "revenue_at_risk_amount",
            "error",
        ),
        (HEALTH.format("customer_id = 'c1'"), "repeated_count", "error"),
        (
            HEALTH.format("next_step = null") + " where customer_id = 'c1'",
            "advised_share",
            "error",
        ),
        (
            "delete from marts.customer_health where customer_id = 'c1'",
            "of_customers",
            "error",
        ),
        (PUBLISHED.format("score_value = -1"), "least", "error"),
        (PUBLISHED.format("score_value = 2"), "largest_probability", "error"),
        (
            f"delete from marts.fct_customer_scores {LATEST} "
            "and score_name = 'segment_number'",
            "least_kept_share",
            "error",
        ),
        # how good they are
        (f"{MEASURED.format(0.5)} = 'auc'", "churn_auc", "warn"),
        (f"{MEASURED.format(1.5)} = 'auc'", "churn_auc", "error"),
        (
            f"{MEASURED.format(0.2)} = 'expected_calibration_error'",
            "churn_expected_calibration_error",
            "warn",
        ),
        (f"{MEASURED.format(0.7)} = 'silent_share'", "churn_silent_share_off", "warn"),
        (
            f"{MEASURED.format(3)} = 'revenue_90d_total_ratio'",
            "value_revenue_90d_total_ratio",
            "warn",
        ),
        (f"{MEASURED.format('null')} is not null", "measured_share", "warn"),
    ],
)
def test_an_ill_score_shows(failed, ill, column, severity):
    touched = [suite for suite in SCORES if suite.table in ill or "orders" in ill]
    found = failed(ill, touched)
    assert (column, severity) in {(each[0], each[2]) for each in found}


@pytest.mark.parametrize(
    ("ill", "column"),
    [
        (CUSTOMERS.format("customer_id = 'c1'"), "customer_id"),
        (CUSTOMERS.format("customer_id = null"), "customer_id"),
        (CUSTOMERS.format("churn_decile = 11"), "churn_decile"),
        (CUSTOMERS.format("days_since_last_order = -1"), "days_since_last_order"),
        (CUSTOMERS.format("last_order_at = timestamp '2020-01-01'"), "last_order_at"),
        (CUSTOMERS.format("order_count = order_count + 1"), "order_count"),
        (
            CUSTOMERS.format("order_amount_sum = order_amount_sum * 1.0001"),
            "order_amount_sum",
        ),
        ("drop table marts.customer_360", None),
    ],
)
def test_an_ill_customer_360_shows(failed, ill, column):
    found = failed(ill, CUSTOMER_360)
    assert (column, "error") in {(each[0], each[2]) for each in found}


def test_a_customer_360_as_of_an_earlier_date_is_not_held_against_all_orders(failed):
    earlier = (
        "update identity.as_of_dates set as_of_at = timestamp '2026-05-01 15:00:00';"
        + CUSTOMERS.format("order_count = order_count + 1")
    )
    assert failed(earlier, CUSTOMER_360) == set()


# they leave as these marts, beside what they are made of
LEAVES_AS = {
    "score_customer__health": "marts.customer_health",
    "score_customer__changes": "marts.customer_health",
    "score_customer__segment_moves": "marts.customer_health",
}


def test_every_score_that_leaves_has_a_suite():
    scores = {path.stem for path in (ROOT / "models" / "scores").glob("score_*.sql")}
    checked = {suite.table for suite in LEAVING}

    assert LEAVES_AS.keys() < scores
    for score in scores:
        assert LEAVES_AS.get(score, f"scores.{score}") in checked


@pytest.fixture
def publish(tmp_path):
    """Make what readers see: so many customers, with what SQL says of them."""

    def run(row_count, columns="1 as customer_id"):
        folder = tmp_path / "published"
        folder.mkdir()
        table = {"name": "customer_360", "row_count": row_count}
        manifest = {"as_of_date": "2026-05-01", "tables": [table]}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        with duckdb.connect(str(folder / "marts.duckdb")) as connection:
            connection.execute(
                f"create table customer_360 as select {columns} "
                f"from range({row_count}) as numbers (n)"
            )

    return run


@pytest.mark.parametrize(("published", "passes"), [(280, True), (300, False)])
def test_losing_a_third_of_the_published_customers_shows(
    publish, failed, published, passes
):
    publish(published)
    found = failed("select 1", CUSTOMER_360)
    assert ("kept_share" in {each[0] for each in found}) is not passes


@pytest.mark.parametrize(
    ("ill", "severity"),
    [
        ("churn_decile = null", "error"),
        ("churn_decile = case when customer_id > 'c13' then 1 end", None),
        ("churn_decile = case when customer_id > 'c7' then 1 end", "warn"),
        ("as_of_date = date '2026-04-01', churn_decile = null", None),
    ],
)
def test_a_column_that_readers_had_and_now_lose_shows(publish, failed, ill, severity):
    publish(200, "n as customer_id, 1 as churn_decile, null as churn_reason_1")
    found = failed(CUSTOMERS.format(ill), CUSTOMER_360)
    expected = ("churn_decile", "expect_column_min_to_be_between", severity)
    assert {each for each in found if each[0] == "churn_decile"} == (
        {expected} if severity else set()
    )


@pytest.mark.parametrize(
    "emptied",
    [
        "scores.score_customer__churn",
        "scores.score_customer__lifetime_value",
        "scores.score_customer__segment",
        "scores.score_customer__rfm",
        "scores.score_session__order_intent",
        "scores.score_sales__forecast",
        "marts.customer_health",
        "marts.fct_customer_scores",
        "marts.fct_model_evaluations",
    ],
)
@pytest.mark.parametrize("statement", ["drop table {}", "delete from {}"])
def test_an_absent_score_passes_and_says_so(tmp_path, emptied, statement):
    (suite,) = (suite for suite in SCORES if suite.table == emptied)
    with duckdb.connect() as connection:
        connection.execute(BUILD)
        connection.execute(statement.format(emptied))
        (verdict,) = check_suite(suite, BuildFile(connection, tmp_path))
    assert (verdict.is_passed, verdict.observed_value) == (True, "absent")


def test_nobody_known_yet_passes(failed):
    sql = "delete from marts.customer_360; delete from marts.fct_orders"
    assert failed(sql, CUSTOMER_360) == set()


def test_an_expectation_that_cannot_be_evaluated_fails_as_an_error(failed):
    suite = replace(SCORES[0], expect=_odd)
    assert ("no_such", "expect_column_mean_to_be_between", "error") in failed(
        "select 1", [suite]
    )


def _odd(batch):
    return [gxe.ExpectColumnMeanToBeBetween(column="no_such", severity="warning")]
