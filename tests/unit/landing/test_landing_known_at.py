"""When a row counts as known: never before it could be, never after it landed."""

import datetime as dt

import pytest

from customer360.landing import LandingError

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 3, 10, 12)
HEADER = "transaction_id,transacted_at,store_id,total_amount"


def day(number: int, hour: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, number, hour)


def receipts(*times: str) -> str:
    lines = [f"{number},{time},1,5" for number, time in enumerate(times, start=1)]
    return "\n".join([HEADER, *lines]) + "\n"


@pytest.mark.parametrize(
    ("times", "applied"),
    [
        (["2026-01-01", "2026-01-02", "2026-03-09"], "event"),
        (["2026-01-01", "2026-03-08", "2026-03-09"], "now"),
        (["2026-03-03 11:59", "2026-03-03 11:59", "2026-03-09"], "event"),
        (["2026-03-03 12:00", "2026-03-03 12:00", "2026-01-01"], "now"),
    ],
)
def test_auto_is_event_when_the_median_event_is_over_seven_days_old(
    land, write, times: list[str], applied: str
) -> None:
    landed = land("pos/transactions", write("t.csv", receipts(*times)))
    assert landed.entry.known_at_rule_applied == applied
    assert landed.known_at_note.startswith(f"{applied}, because most of its events")


def test_event_is_when_it_happened_and_now_is_when_it_landed(land, rows, write) -> None:
    file = write("t.csv", receipts("2026-01-01", "2026-03-09"))
    land("pos/transactions", file, known_at="event")
    land("pos/transactions", file, known_at="now", now=day(10, 13))
    assert rows("pos/transactions", "known_at", "landed_at") == [
        (day(1, month=1), NOW),
        (day(9), NOW),
        (day(10, 13), day(10, 13)),
        (day(10, 13), day(10, 13)),
    ]


def test_now_with_a_zone_is_turned_to_utc(land, rows, write) -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    moment = dt.datetime(2026, 3, 10, 1, tzinfo=zone)
    entry = land("pos/stores", write("s.csv", "store_id\n1\n"), now=moment).entry
    assert entry.landed_at == "2026-03-09T23:00:00"
    assert "landed_date=2026-03-09" in entry.path


def test_nothing_is_known_later_than_it_landed(land, rows, write) -> None:
    file = write("t.csv", receipts("2026-03-11", "2026-03-09"))
    land("pos/transactions", file, known_at="event")
    assert rows("pos/transactions", "transacted_at", "known_at") == [
        (day(11), NOW),
        (day(9), day(9)),
    ]


def test_a_column_says_when_a_row_was_known(land, rows, write, quarantined) -> None:
    text = (
        f"{HEADER},Synced_At\n1,2026-03-01,1,5,2026-03-02T01:00:00+01:00\n"
        "2,2026-03-01,1,5,2026-03-11\n3,2026-03-01,1,5,\n4,2026-03-01,1,5,2026-03-12\n"
    )
    file = write("t.csv", text)
    entry = land(
        "pos/transactions", file, known_at="synced_at", max_bad_share=0.5
    ).entry
    assert rows("pos/transactions", "transaction_id", "known_at", "synced_at") == [
        ("1", day(2), "2026-03-02T01:00:00+01:00"),
        ("2", NOW, "2026-03-11"),
    ]
    assert [row[:3] for row in quarantined("pos/transactions")] == [
        (3, "Synced_At", "Synced_At is required but blank"),
        (4, "Synced_At", "Synced_At is more than a day in the future"),
    ]
    assert entry.known_at_rule_applied == "synced_at"
    assert entry.extra_columns == ["Synced_At"]


def test_a_column_that_a_mapping_reads_still_says_when_a_row_was_known(
    land, rows, write
) -> None:
    land(
        "pos/stores",
        write("s.csv", "store_id,seen\n1,2026-03-01\n"),
        mapping=write("m.yml", "columns: {store_name: \"'seen ' || seen\"}"),
        known_at="seen",
    )
    assert rows("pos/stores", "store_name", "known_at") == [("seen 2026-03-01", day(1))]


def test_a_known_at_column_that_is_missing_suggests_another(land, write) -> None:
    with pytest.raises(
        LandingError, match=r"no such column\. Did you mean 'synced_at'"
    ):
        land(
            "pos/stores",
            write("s.csv", "store_id,synced_at\n1,2026-03-01\n"),
            known_at="sync_at",
        )


CONTACTS = "contact_id,created_at,updated_at,city\n"


def test_the_first_version_of_a_contact_is_known_when_it_was_created(
    land, rows, write
) -> None:
    text = (
        "a,2026-01-01,2026-02-02,later\n"
        "a,2026-01-01,2026-01-05,first\n"
        "b,2026-01-03,2026-01-04,only\n"
    )
    land("crm/contacts", write("c.csv", CONTACTS + text), known_at="event")
    assert rows("crm/contacts", "city", "known_at") == [
        ("later", day(2, month=2)),
        ("first", day(1, month=1)),
        ("only", day(3, month=1)),
    ]


def test_a_contact_landed_before_is_known_later_when_it_was_updated(
    land, rows, write
) -> None:
    land("crm/contacts", write("1.csv", CONTACTS + "a,2026-01-01,2026-01-02,x\n"))
    text = CONTACTS + "a,2026-01-01,2026-02-01,y\nb,2026-01-09,2026-02-01,new\n"
    land("crm/contacts", write("2.csv", text), now=day(11))
    assert rows("crm/contacts", "city", "known_at") == [
        ("x", day(1, month=1)),
        ("y", day(1, month=2)),
        ("new", day(9, month=1)),
    ]


def test_an_order_is_known_when_its_status_changed(land, rows, write) -> None:
    text = (
        "order_id,ordered_at,status,status_changed_at,order_amount\n"
        "a,2026-01-01,placed,,5\na,2026-01-01,shipped,2026-01-04,5\n"
    )
    land("crm/orders", write("o.csv", text))
    assert rows("crm/orders", "known_at") == [(day(1, month=1),), (day(4, month=1),)]


def test_stores_are_known_since_1970_and_what_changes_later_since_then(
    land, rows, write
) -> None:
    text = "store_id,city\n1,Berlin\n1,Bonn\n"
    landed = land("pos/stores", write("1.csv", text))
    land("pos/stores", write("2.csv", "store_id,city\n1,Köln\n2,Ulm\n"), now=day(11))

    assert landed.entry.known_at_rule_applied == "event"
    assert rows("pos/stores", "city", "known_at") == [
        ("Berlin", dt.datetime(1970, 1, 1)),
        ("Bonn", NOW),
        ("Köln", day(11)),
        ("Ulm", dt.datetime(1970, 1, 1)),
    ]


LINES = "transaction_line_id,transaction_id,product_id,quantity,unit_price_amount\n"


def test_lines_are_known_with_their_header_and_orphans_now(land, rows, write) -> None:
    text = receipts("2026-01-01", "2026-01-02").replace(",5", ",5,2026-02-03")
    file = write("t.csv", text.replace("total_amount", "total_amount,seen"))
    land("pos/transactions", file, known_at="seen", now=day(9))
    land("pos/transactions", file, known_at="now", now=day(9))
    lines = LINES + "a,1,p,1,5\nb,2,p,1,5\nc,9,p,1,5\n"
    landed = land("pos/transaction_lines", write("l.csv", lines))

    assert landed.entry.known_at_rule_applied == "event"
    assert rows("pos/transaction_lines", "transaction_id", "known_at") == [
        ("1", day(3, month=2)),
        ("2", day(3, month=2)),
        ("9", NOW),
    ]


def test_lines_of_recent_receipts_are_known_now(land, write) -> None:
    land("pos/transactions", write("t.csv", receipts("2026-03-09", "2026-01-02")))
    lines = LINES + "a,1,p,1,5\nb,1,p,1,5\nc,2,p,1,5\n"
    landed = land("pos/transaction_lines", write("l.csv", lines))
    assert landed.entry.known_at_rule_applied == "now"


@pytest.mark.parametrize("known_at", ["auto", "event"])
def test_lines_before_their_headers_are_told_to_wait(
    land, landing, write, known_at: str
) -> None:
    file = write("l.csv", LINES + "a,1,p,1,5\n")
    with pytest.raises(LandingError, match="Land pos/transactions first"):
        land("pos/transaction_lines", file, known_at=known_at)
    assert not list(landing.rglob("*.*"))

    other = write("t.csv", receipts("2026-01-01").replace("1,2026", "7,2026"))
    land("pos/transactions", other)
    with pytest.raises(LandingError, match="none of its headers"):
        land("pos/transaction_lines", file, known_at=known_at)
    assert land("pos/transaction_lines", file, known_at="now").is_new
