"""Proof: what a session showed by its third event is all that its features say.

In a second landing folder, all that came after a month start and was not among the
first three events of a session is altered: other events, orders and receipts.
"""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, build_tables, open_build

from customer360.landing import ManifestEntry, read_manifest

pytestmark = pytest.mark.integration

FEATURES = "features.feat_sessions__first_events"
# what tells of purchases; only the time is looked at
ORDERS = {"crm/orders": "ordered_at", "pos/transactions": "transacted_at"}
CHANGED = """
    * replace (
        case event_name when 'purchase' then 'search' else 'purchase' end as event_name,
        'nobody' as user_id, 'other' as product_id, 9 as engaged_seconds,
        'https://elsewhere.example/' as referrer_url, 'ios' as platform
    )
"""

FIRST_THREE = """
    select unnest([first_event_id, second_event_id, third_event_id]) as event_id
    from features.int_features__session_starts
"""
# what a visitor's earlier sessions of the month had after their third event is rightly
# known to later ones: of each visitor the month's first session is compared
FIRST_OF_THE_MONTH = """
    select sessions.session_id
    from features.int_features__session_starts as starts
    inner join features.int_features__first_events as sessions using (first_event_id)
    where starts.as_of_date = $day and not exists (
        from activities.int_activities__session_versions as versions
        where versions.visitor_key = starts.visitor_key
            and versions.started_at < sessions.started_at
            and versions.ended_at >= $day
    )
"""
AS_THEY_BEGAN = f"""
    from {FEATURES} where session_id in (select unnest($ids)) order by all
"""
AS_THEY_ENDED = """
    select page_view_count, cart_count, has_order, ended_at
    from activities.sessions where session_id in (select unnest($ids)) order by all
"""


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


def test_no_feature_tells_of_a_fourth_event_or_an_order(scene: Scene) -> None:
    with open_build(scene.full) as build:
        day = build.execute(f"select max(as_of_date) from {FEATURES}").fetchall()[0][0]
        kept = {row[0] for row in build.execute(FIRST_THREE).fetchall()}
        sessions = build.execute(FIRST_OF_THE_MONTH, {"day": day}).fetchall()
    ids = [session_id for (session_id,) in sessions]
    folder = scene.folder / "altered"
    altered = alter(scene.landing, folder / "landing", kept, day)
    build_tables(scene.dbt, folder, folder / "landing", "--select", f"+{_name()}")

    assert altered > 100
    assert len(ids) > 10
    assert _rows(folder, AS_THEY_ENDED, ids) != _rows(scene.full, AS_THEY_ENDED, ids)
    assert _rows(folder, AS_THEY_BEGAN, ids) == _rows(scene.full, AS_THEY_BEGAN, ids)


def _name() -> str:
    return FEATURES.partition(".")[2]


def alter(landing: Path, altered: Path, kept: set[str], day: dt.date) -> int:
    """Copy a landing folder, altered from `day` on; return how many events are."""
    shutil.copytree(landing, altered)
    count = 0
    with duckdb.connect() as connection:
        connection.execute(
            "create table kept as select unnest($kept) as event_id",
            {"kept": sorted(kept)},
        )
        for entry in read_manifest(landing):
            if entry.entity == "web/events":
                count += _change_events(connection, entry, altered, day)
            elif entry.entity in ORDERS:
                _drop(connection, entry, altered, day)
    return count


def _change_events(
    connection: duckdb.DuckDBPyConnection,
    entry: ManifestEntry,
    altered: Path,
    day: dt.date,
) -> int:
    """Make later events others; the times of all stay, so that visits end alike."""
    later = (
        f"event_at >= timestamp '{day}' and known_at >= timestamp '{day}' "
        "and event_id not in (select event_id from kept)"
    )
    file = altered / entry.path
    connection.execute(f"create or replace table events as from '{file}'")
    connection.execute(f"""
        copy (
            select {CHANGED} from events where {later}
            union all by name
            select * from events where not ({later})
            order by landed_row_number
        ) to '{file}' (format parquet)
    """)
    found = connection.execute(f"select count(*) from events where {later}")
    return found.fetchall()[0][0]


def _drop(
    connection: duckdb.DuckDBPyConnection,
    entry: ManifestEntry,
    altered: Path,
    day: dt.date,
) -> None:
    file = altered / entry.path
    connection.execute(f"create or replace table records as from '{file}'")
    connection.execute(f"""
        copy (
            select * from records
            where least({ORDERS[entry.entity]}, known_at) < timestamp '{day}'
            order by landed_row_number
        ) to '{file}' (format parquet)
    """)


def _rows(warehouse: Path, query: str, ids: list[str]) -> list[tuple[object, ...]]:
    with open_build(warehouse) as build:
        return build.execute(query, {"ids": ids}).fetchall()
