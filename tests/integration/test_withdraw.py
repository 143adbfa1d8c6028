"""Proof: after a build, a withdrawn file has never landed."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from proof.landed import reveal
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, build_tables, differences, open_build

from customer360.landing import (
    ManifestEntry,
    Request,
    land_file,
    read_manifest,
    withdraw_file,
)

pytestmark = pytest.mark.integration

LATER = dt.datetime(2024, 7, 1)
# keys of which the file holds the copy that staging keeps, and another file a later one
DISPLACING = """
select count(distinct kept.record_id)
from identity.int_identity__repeated_copies as kept
inner join identity.int_identity__repeated_copies as other
    using (entity, record_id)
where
    kept.landed_file_id = $file_id and kept.copy_rank = 1
    and other.landed_file_id <> $file_id
"""
# of each table: its entity and key, what a copy says that staging has from another
# file, and the identifiers it names
NAMING = {
    "stg_pos__transactions": (
        ("pos/transactions", "transaction_id", "copied.kept_content_hash"),
        "loyalty_id, email, phone, payment_token",
    ),
    "stg_crm__contacts": (
        ("crm/contacts", "contact_id", "staged.content_hash"),
        "user_id, loyalty_id, contact_id, email, phone, social_handle",
    ),
    "stg_web__events": (
        ("web/events", "event_id", "copied.kept_content_hash"),
        "user_id, email, anonymous_id",
    ),
}
NAMED = " union ".join(
    f"""
    unpivot (
        select {identifiers}
        from staging.{table} as staged
        where
            landed_file_id in $files
            or exists (
                select 1 from copied
                where
                    copied.entity = '{entity}'
                    and copied.record_id = staged.{key}
                    and copied.content_hash = {said}
                    and copied.landed_at < staged.landed_at
            )
    ) on * into name identifier_type value identifier_value
    """
    for table, ((entity, key, said), identifiers) in NAMING.items()
)
# profiles with an identifier that one of the files named, in a record that staging has
# from it or in the first copy to land of one that it has from another
TOUCHED = f"""
with

copied as (

    select entity, record_id, content_hash, kept_content_hash, landed_at
    from identity.int_identity__repeated_copies as copies
    where
        landed_file_id in $files
        and not exists (
            select 1 from identity.int_identity__repeated_copies as earlier
            where
                copies.entity = earlier.entity
                and copies.record_id = earlier.record_id
                and copies.content_hash = earlier.content_hash
                and copies.landed_at > earlier.landed_at
        )

),

named as ({NAMED})

select distinct identity_map.profile_id
from named
inner join identity.identifiers using (identifier_type, identifier_value)
inner join identity.identity_map using (identifier_id)
"""
# what follows is made anew from these in every build
PLACES = ["staging", "identity", "activities", "audit.row_reconciliation"]
SELECTED = ["--select", *("staging", "identity", "activities", "audit", "path:seeds")]
TAKEN = ("pos/transactions", "crm/contacts", "web/events")


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def landing(scene: Scene) -> Path:
    """A landing folder of its own, of all files."""
    shown = scene.folder / "withdrawn" / "landing"
    reveal(read_manifest(scene.landing), scene.landing, shown)
    return shown


def taken_files(landing: Path) -> list[ManifestEntry]:
    """Return a file of each entity that others of it came before and after."""
    entries = read_manifest(landing)
    return [[each for each in entries if each.entity == name][1] for name in TAKEN]


def land_again(scene: Scene, landing: Path, entry: ManifestEntry) -> None:
    """Land a withdrawn file once more, later: the same id, other stamps."""
    request = Request(
        entry.entity,
        scene.folder / "inbox" / entry.source_name,
        known_at=entry.known_at_rule,
        max_bad_share=1,
        even_if_withdrawn=True,
    )
    landed = land_file(request, landing=landing, now=LATER)
    assert landed.is_new
    assert landed.entry.file_id == entry.file_id


@pytest.fixture(scope="module")
def withdrawn(scene: Scene, landing: Path) -> Path:
    """A warehouse of all files, built again after some were withdrawn."""
    warehouse = landing.parent
    shutil.copy(scene.full / "build.duckdb", warehouse)
    taken = taken_files(landing)
    for entry in taken:
        withdraw_file(entry.file_id, landing=landing, now=LATER)
    land_again(scene, landing, taken[-1])
    return build_tables(scene.dbt, warehouse, landing, *SELECTED)


def test_what_is_built_after_a_withdrawal_is_what_is_built_without_the_file(
    scene: Scene, landing: Path, withdrawn: Path
) -> None:
    with open_build(scene.full) as build:
        event = taken_files(scene.landing)[0].file_id
        (found,) = build.execute(DISPLACING, {"file_id": event}).fetchall()
    assert found[0] > 0, "no copy comes back, so the proof proves little"
    folder = landing.parent / "rebuilt"
    rebuilt = build_tables(scene.dbt, folder, landing, *SELECTED)
    assert differences(withdrawn, rebuilt, PLACES) == []
    assert differences(withdrawn, scene.full, PLACES) != []


def test_customers_whom_a_withdrawn_file_did_not_name_keep_their_ids(
    scene: Scene, withdrawn: Path
) -> None:
    files = [entry.file_id for entry in taken_files(scene.landing)]
    query = "select identifier_id, profile_id from identity.identity_map"
    with open_build(scene.full) as build:
        before = dict(build.execute(query).fetchall())
        touched = {
            row[0] for row in build.execute(TOUCHED, {"files": files}).fetchall()
        }
    with open_build(withdrawn) as build:
        after = dict(build.execute(query).fetchall())
    untouched = {
        key: profile
        for key, profile in before.items()
        if profile is not None and profile not in touched
    }
    assert len(untouched) > 500
    assert len(touched) > 0
    assert {key: after.get(key) for key in untouched} == untouched
