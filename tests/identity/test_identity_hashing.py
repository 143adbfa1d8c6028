"""Hashes tell rows and texts apart, and are the same in every build."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.identity import hashed
from customer360.identity.hashing import hashed_text

pytestmark = pytest.mark.unit

MASK = 2**64 - 1


def mixed_slowly(bits: int) -> int:
    bits = (bits + 0x9E3779B97F4A7C15) & MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def hashed_slowly(text: str | None) -> int:
    if text is None:
        return 0
    letters = text.encode()
    bits = mixed_slowly(len(letters))
    for start in range(0, len(letters), 8):
        bits = mixed_slowly(bits ^ int.from_bytes(letters[start : start + 8], "big"))
    return bits


@settings(deadline=None)
@given(st.lists(st.none() | st.text(max_size=40)), st.integers(0, 5))
def test_texts_are_hashed_eight_bytes_at_a_time(texts: list, skipped: int) -> None:
    column = pd.Series(texts, dtype="str").iloc[skipped:]

    found = hashed_text(column)

    assert found.tolist() == [hashed_slowly(text) for text in texts[skipped:]]


def test_a_column_in_several_pieces_is_hashed_as_one() -> None:
    one, other = pd.Series(["a", None], dtype="str"), pd.Series(["b"], dtype="str")

    both = hashed_text(pd.concat([one, other]))

    assert both.tolist() == [*hashed_text(one), *hashed_text(other)]


def test_rows_are_hashed_column_by_column() -> None:
    found = hashed(
        np.array([1, 2]), np.array([2, 1]), np.array([MASK], dtype=np.uint64).repeat(2)
    )

    slowly = [
        mixed_slowly(mixed_slowly(mixed_slowly(a) ^ b) ^ MASK)
        for a, b in [(1, 2), (2, 1)]
    ]
    assert found.tolist() == slowly


def test_columns_of_different_lengths_are_not_hashed() -> None:
    with pytest.raises(ValueError, match="length"):
        hashed(np.arange(5), np.arange(2))
