"""Only a build that ended well and passed every suite may be published."""

import duckdb
import pytest

from customer360.publish import PublishError
from customer360.publish.gate import audited_build
from customer360.warehouse import reading

pytestmark = pytest.mark.unit


@pytest.fixture
def judge(warehouse, suites):
    def run(suites=suites):
        with reading(warehouse / "build.duckdb") as connection:
            return audited_build(connection, suites)

    return run


def test_a_build_that_passed_everything_is_audited(judge, add_build):
    add_build("first", hour=1)
    add_build("second", hour=2)
    assert judge().build_id == "second"


def test_of_two_builds_of_one_second_the_later_row_counts(judge, add_build):
    add_build("first")
    add_build("second", failed=1)
    with pytest.raises(PublishError, match="second failed"):
        judge()


def test_a_warehouse_without_builds_is_refused(judge):
    with pytest.raises(PublishError, match="no finished build"):
        judge()


def test_a_database_without_audit_tables_is_refused(judge, build_sql):
    build_sql("drop table audit.expectation_results")
    with pytest.raises(PublishError, match="no audited build"):
        judge()


def test_a_build_that_did_not_end_is_refused_though_one_before_passed(judge, add_build):
    add_build("first", hour=1)
    add_build("second", hour=2, ended=False)
    with pytest.raises(PublishError, match=r"second, begun .* did not end"):
        judge()


def test_a_failed_build_says_how_many_errors(judge, add_build):
    add_build("first", failed=3)
    with pytest.raises(PublishError, match="failed: 3 of its models or tests"):
        judge()


def test_a_build_without_verdicts_of_one_suite_names_it(judge, suites, add_build):
    add_build("first")
    with pytest.raises(PublishError, match=r"no verdicts of .* customer_360"):
        judge((*suites, "customer_360"))


def test_verdicts_of_another_build_do_not_count(judge, add_build, build_sql):
    add_build("first")
    build_sql("update audit.expectation_results set build_id = 'older'")
    with pytest.raises(PublishError, match="no verdicts"):
        judge()


def test_a_failed_expectation_is_named_with_what_was_seen(judge, add_build, build_sql):
    add_build("first")
    build_sql(
        "update audit.expectation_results set is_passed = false "
        "where suite_name = 'arrival'"
    )
    with pytest.raises(PublishError) as raised:
        judge()
    assert "arrival: rows_arrive on stg_pos__transactions.store_id, seen: 9" in str(
        raised.value
    )


def test_a_failed_warning_does_not_stop_publishing(judge, add_build, build_sql):
    add_build("first")
    build_sql(
        "update audit.expectation_results set is_passed = false, severity = 'warn'"
    )
    assert judge().build_id == "first"


def test_naming_no_suites_proves_nothing(judge, add_build):
    add_build("first")
    with pytest.raises(PublishError, match="No expectation suites"):
        judge(())


def test_the_gate_only_reads(warehouse, add_build):
    add_build("first")
    with (
        reading(warehouse / "build.duckdb") as connection,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        connection.execute("delete from audit.builds")
