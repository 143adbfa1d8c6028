"""Taking a landed file back: once, by its id; it does not come in by itself again."""

import datetime as dt
import json
from pathlib import Path

import pytest

from customer360 import durable
from customer360.landing import (
    LandingError,
    Request,
    land_file,
    read_manifest,
    withdraw_file,
)
from customer360.landing.withdrawals import read_withdrawals

pytestmark = pytest.mark.unit

LATER = dt.datetime(2026, 3, 12, 9, 0)
STORES = "store_id\n1\n \n3\n"


@pytest.fixture
def file(write) -> Path:
    return write("stores.csv", STORES)


@pytest.fixture
def file_id(land, file) -> str:
    return land("pos/stores", file, max_bad_share=0.5).entry.file_id


def seen(landing: Path) -> set[str]:
    """Return what is left in the landing folder, but for what was taken out of it."""
    paths = (path.relative_to(landing) for path in landing.rglob("*"))
    files = [path for path in paths if (landing / path).is_file()]
    return {path.as_posix() for path in files if path.parts[0] != "_withdrawn"}


def test_a_withdrawn_file_is_out_of_sight_and_set_aside_with_a_note(landing, file_id):
    done = withdraw_file(file_id, landing=landing, now=LATER)
    assert done.is_new
    assert read_manifest(landing) == []
    assert seen(landing) == set()
    aside = landing / "_withdrawn"
    assert {path.name for path in (aside / file_id).iterdir()} == {
        "data.parquet",
        "quarantine.parquet",
    }
    note = json.loads((aside / f"{file_id}.json").read_text())
    assert note["withdrawn_at"] == "2026-03-12T09:00:00"
    assert note["source_name"] == "stores.csv"


def test_withdrawn_twice_is_withdrawn_once(landing, file_id):
    withdraw_file(file_id, landing=landing, now=LATER)
    again = withdraw_file(file_id, landing=landing, now=LATER + dt.timedelta(days=1))
    assert not again.is_new
    assert again.withdrawal.withdrawn_at == "2026-03-12T09:00:00"


def test_a_withdrawn_file_lands_again_only_where_that_is_said(
    landing, file, file_id, land
):
    withdraw_file(file_id, landing=landing, now=LATER)
    refused = land("pos/stores", file, max_bad_share=0.5)
    assert not refused.is_new
    assert refused.withdrawn_at == "2026-03-12T09:00:00"
    assert read_manifest(landing) == []

    landed = land(
        "pos/stores", file, max_bad_share=0.5, even_if_withdrawn=True, now=LATER
    )
    assert landed.is_new
    assert landed.entry.file_id == file_id
    assert read_withdrawals(landing) == []
    assert not (landing / "_withdrawn").exists()


def test_the_same_rows_in_another_file_are_not_withdrawn(landing, file_id, write, land):
    withdraw_file(file_id, landing=landing, now=LATER)
    assert land("pos/stores", write("mended.csv", "store_id\n1\n3\n")).is_new


@pytest.mark.parametrize(
    "typed", ["stores.csv", "data/inbox/stores.csv", "first", "CHANGED"]
)
def test_an_id_nobody_knows_is_answered_with_those_like_it(landing, file_id, typed):
    changed = ("0" if file_id[5] != "0" else "1").join([file_id[:5], file_id[6:]])
    typed = {"first": file_id[:6], "CHANGED": changed.upper()}.get(typed, typed)
    with pytest.raises(LandingError) as caught:
        withdraw_file(typed, landing=landing, now=LATER)
    said = f"{file_id}  pos/stores  stores.csv, landed 2026-03-10"
    assert said in str(caught.value)
    assert len(read_manifest(landing)) == 1


def test_an_id_like_no_other_is_told_where_the_ids_are(landing, file_id):
    with pytest.raises(LandingError, match="_manifest"):
        withdraw_file("zzz", landing=landing, now=LATER)


def test_where_nothing_has_landed_that_is_said(landing):
    with pytest.raises(LandingError, match="nothing has landed"):
        withdraw_file("zzz", landing=landing, now=LATER)


@pytest.mark.parametrize("step", ["write", "remove", "move"])
def test_a_withdrawal_that_fails_leaves_the_file_landed_or_withdrawn(
    landing, file, file_id, monkeypatch, step
):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(durable, step, fail)
        with pytest.raises(LandingError, match="no space left"):
            withdraw_file(file_id, landing=landing, now=LATER)
    has_landed = [entry.file_id for entry in read_manifest(landing)] == [file_id]
    is_withdrawn = [each.entry.file_id for each in read_withdrawals(landing)]
    assert (has_landed, bool(is_withdrawn)) == (step != "move", step == "move")
    # the next landing of the entity ends what was begun
    other = Request("pos/stores", file.with_name("other.csv"))
    other.file.write_text("store_id\n9\n")
    land_file(other, landing=landing, now=LATER)
    assert any(file_id in name for name in seen(landing)) == has_landed
