"""The history kept beside the warehouse: used where it is right, else made anew."""

import numpy as np
import pandas as pd
import pytest

from customer360.identity.tables import TRAITS, Observed, solve_tables
from customer360.identity_store import HistoryStore

pytestmark = pytest.mark.unit

TYPES = pd.DataFrame(
    {
        "identifier_type": ["user_id", "email"],
        "type_rank": [1, 2],
        "is_durable": [True, True],
        "max_per_customer": [1, 10],
        "max_durable_neighbours": [None, 10],
    }
)
LIMITS = pd.DataFrame({"limit_name": ["max_component_size"], "limit_value": [9]})
DAY = pd.Timestamp("2026-01-01")


def observed(names, edges):
    """Return identifiers named `type:value`, ascending, and (a, b, rule, day) edges."""
    count = len(names)
    days = pd.Series([DAY] * count, dtype="datetime64[us]")
    said = dict.fromkeys(TRAITS, pd.Series([None] * count, dtype="str"))
    identifiers = pd.DataFrame(
        {
            "identifier_number": range(count),
            "identifier_id": pd.Series(names, dtype="str"),
            "identifier_type": [name.split(":")[0] for name in names],
            "is_blocked": False,
            "known_date": days,
            "landed_date": days,
            **said,
            "traits_known_date": days,
        }
    )
    columns = ["identifier_number_a", "identifier_number_b", "rule", "known_date"]
    rows = [(names.index(a), names.index(b), rule, DAY) for a, b, rule in edges]
    found = pd.DataFrame(rows, columns=columns).assign(rule_rank=1)
    none = pd.DataFrame(columns=["known_date", "landed_date"], dtype="datetime64[us]")
    numbers = {"identifier_number": np.empty(0, dtype=np.int64)}
    ends = dict.fromkeys(columns[:2], np.empty(0, dtype=np.int64))
    return Observed(identifiers, none.assign(**numbers), found, none.assign(**ends))


BEFORE = observed(
    ["email:b", "email:d", "user_id:c", "user_id:e"],
    [("email:b", "user_id:c", "seen"), ("email:d", "user_id:e", "told")],
)
# one more identifier at the head, so that all have other numbers; one pair is tied anew
NOW = observed(
    ["email:a", "email:b", "email:d", "user_id:c", "user_id:e"],
    [
        ("email:a", "user_id:c", "met"),
        ("email:b", "user_id:c", "seen"),
        ("email:d", "user_id:e", "told"),
    ],
)


@pytest.fixture
def store(tmp_path):
    return HistoryStore(tmp_path / "warehouse" / "history.npz")


def carried(store):
    """Return how many identifiers' history the store gives back for NOW's rules."""
    found = store.before(["met", "seen", "told"])
    return None if found is None else len(found.key)


def test_a_kept_history_gives_the_table_that_solving_anew_gives(store):
    solve_tables(BEFORE, TYPES, LIMITS, store)
    assert carried(store) == 4
    again = solve_tables(NOW, TYPES, LIMITS, store)
    pd.testing.assert_frame_equal(again, solve_tables(NOW, TYPES, LIMITS))
    events = again[again["row_kind"] == "event"]
    assert events["rule"].tolist() == ["met", "told"]
    assert carried(store) == 5


def test_another_limit_is_not_answered_from_what_was_kept(store):
    solve_tables(NOW, TYPES, LIMITS, store)
    tight = LIMITS.assign(limit_value=2)
    again = solve_tables(NOW, TYPES, tight, store)
    pd.testing.assert_frame_equal(again, solve_tables(NOW, TYPES, tight))
    assert (again["reason"] == "size_limit").any()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_not_used_and_written_again(store, content):
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    again = solve_tables(NOW, TYPES, LIMITS, store)
    pd.testing.assert_frame_equal(again, solve_tables(NOW, TYPES, LIMITS))
    assert carried(store) == 5


def test_what_other_code_has_kept_is_not_used(store, monkeypatch):
    solve_tables(BEFORE, TYPES, LIMITS, store)
    monkeypatch.setattr("customer360.identity_store._method", lambda: "other")
    assert carried(store) is None


def test_a_folder_that_cannot_be_written_fails_nothing(tmp_path):
    (tmp_path / "file").touch()
    store = HistoryStore(tmp_path / "file" / "history.npz")
    again = solve_tables(NOW, TYPES, LIMITS, store)
    pd.testing.assert_frame_equal(again, solve_tables(NOW, TYPES, LIMITS))
