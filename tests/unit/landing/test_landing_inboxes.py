"""Many files: from landing.yml and from folders, headers before lines."""

import datetime as dt
from pathlib import Path

import pytest

from customer360.landing import LandingError, Request, land_folder, land_inboxes
from customer360.landing.batch import in_order
from customer360.landing.contracts import read_contracts
from customer360.landing.inboxes import inbox_requests

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 3, 10, 12)
RECEIPT = "transaction_id,transacted_at,store_id,total_amount\n1,2026-01-01,1,5\n"
LINE = (
    "transaction_line_id,transaction_id,product_id,quantity,unit_price_amount\n"
    "a,1,p,1,5\n"
)


def test_headers_come_before_their_lines_and_files_keep_their_order() -> None:
    asked = ["pos/transaction_lines", "crm/order_lines", "pos/stores", "crm/orders"]
    requests = [Request(entity, Path("x")) for entity in asked]
    assert [request.entity for request in in_order(requests, read_contracts())] == [
        "pos/stores",
        "crm/orders",
        "pos/transaction_lines",
        "crm/order_lines",
    ]


def test_inboxes_land_what_matches_and_next_time_only_what_is_new(
    landing, write, rows
) -> None:
    write("shop/drop/l1.csv", LINE)
    write("shop/drop/t1.csv", RECEIPT.replace("store_id", "shop"))
    write("shop/maps/t.yml", "columns: {store_id: shop}")
    config = write(
        "shop/landing.yml",
        "- {glob: 'drop/l*.csv', entity: pos/transaction_lines}\n"
        "- {glob: 'drop/**/t*.csv', entity: pos/transactions, map: maps/t.yml,\n"
        "   known_at: event, max_bad_share: 0}\n",
    )
    results = land_inboxes(config, landing=landing, now=NOW)
    assert [(r.request.file.name, r.error) for r in results] == [
        ("t1.csv", None),
        ("l1.csv", None),
    ]
    write(
        "shop/drop/deep/t2.csv",
        RECEIPT.replace("store_id", "shop") + "2,2026-01-02,1,5\n",
    )
    results = land_inboxes(config, landing=landing, now=NOW)
    assert [r.landed.is_new for r in results] == [True, False, False]
    assert len(rows("pos/transactions")) == 3


def test_one_bad_file_does_not_hold_up_the_others_but_its_lines_wait(
    landing, write
) -> None:
    write("in/pos/transactions/bad.csv", "nope\n1\n")
    write("in/pos/transactions/good.csv", RECEIPT)
    write("in/pos/transaction_lines/l.csv", LINE)
    write("in/pos/stores/s.csv", "store_id\n1\n")
    results = land_folder(landing.parent / "in", landing=landing, now=NOW)

    errors = {result.request.file.name: result.error for result in results}
    assert errors["s.csv"] is None
    assert errors["good.csv"] is None
    assert "needs the columns" in errors["bad.csv"]
    assert "waits for pos/transactions, which failed" in errors["l.csv"]


def test_a_folder_takes_all_formats_and_passes_over_hidden_files(
    landing, write
) -> None:
    write("in/pos/stores/2026/a.csv", "store_id,seen\n1,2026-03-01\n")
    write("in/pos/stores/b.jsonl", '{"store_id": 2, "seen": "2026-03-02"}\n')
    write("in/pos/stores/_SUCCESS", "")
    write("in/pos/stores/.part", "x")
    write("in/_manifest/x/y.json", "{}")
    write("in/README.md", "x")
    results = land_folder(
        landing.parent / "in", landing=landing, now=NOW, known_at="seen"
    )
    assert [r.landed.entry.max_known_at for r in results] == [
        "2026-03-01T00:00:00",
        "2026-03-02T00:00:00",
    ]


def test_a_folder_of_no_contract_and_a_missing_folder_say_so(landing, write) -> None:
    write("in/pos/shops/a.csv", "x\n")
    with pytest.raises(LandingError, match="Did you mean pos/stores"):
        land_folder(landing.parent / "in", landing=landing, now=NOW)
    with pytest.raises(LandingError, match="there is no such folder"):
        land_folder(landing.parent / "none", landing=landing, now=NOW)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {glob: x}", "inbox 1 needs a glob and an entity"),
        ("- x", "inbox 1 needs a glob and an entity"),
        ("a: b", "must be a list of inboxes"),
        ("- {glob: x", "is not valid YAML"),
        ("- {glob: x, entity: pos/shops}", "inbox 1: There is no entity 'pos/shops'"),
        ("- {glob: x, entity: pos/stores, mapp: y}", "inbox 1 has 'mapp'"),
        ("- {glob: x, entity: pos/stores, max_bad_share: 5}", "a share from 0 to 1"),
        ("- {glob: x, entity: pos/stores, max_bad_share: '5%'}", "a share from 0 to 1"),
    ],
)
def test_a_bad_landing_yml_says_which_inbox(write, text: str, message: str) -> None:
    with pytest.raises(LandingError) as caught:
        inbox_requests(write("landing.yml", text))
    assert message in str(caught.value)
    assert "landing.yml" in str(caught.value)


def test_an_empty_landing_yml_has_no_files_and_a_missing_one_says_so(
    write, tmp_path
) -> None:
    assert inbox_requests(write("landing.yml", "# none yet\n")) == []
    with pytest.raises(LandingError, match="there is no such list"):
        inbox_requests(tmp_path / "nope.yml")


def test_the_projects_own_landing_yml_is_a_list_of_inboxes() -> None:
    assert isinstance(inbox_requests(), list)
