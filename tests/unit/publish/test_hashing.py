"""Personal values leave as keyed hashes."""

import hashlib
import hmac

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.publish import PublishError
from customer360.publish.hashing import PublishKey, make_hash_macro, publish_key

pytestmark = pytest.mark.unit


def hashed(value, key):
    with duckdb.connect() as connection:
        make_hash_macro(connection, key)
        rows = connection.execute("select personal_hash(?)", [value]).fetchall()
        return rows[0][0]


@settings(deadline=None)
@given(st.text(), st.binary(min_size=16, max_size=80))
def test_the_hash_is_hmac_sha_256(text, secret):
    expected = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
    assert hashed(text, PublishKey("k3", secret)) == f"k3:{expected}"


def test_an_empty_cell_stays_empty():
    assert hashed(None, PublishKey("k1", b"x" * 32)) is None


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path):
    first = publish_key(tmp_path)
    assert publish_key(tmp_path) == first
    assert len(first.secret) == 32
    assert (tmp_path / "publish_key").stat().st_mode & 0o777 == 0o600


def test_a_line_added_below_rotates_the_key(tmp_path):
    (tmp_path / "publish_key").write_text("k1:" + "ab" * 32 + "\nk2:" + "cd" * 32)
    assert publish_key(tmp_path) == PublishKey("k2", bytes.fromhex("cd" * 32))


@pytest.mark.parametrize("content", ["", "k1:", "k1:nothex", ":" + "ab" * 32])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    (tmp_path / "publish_key").write_text(content)
    with pytest.raises(PublishError, match="is no key"):
        publish_key(tmp_path)
