"""Hashes personal columns with a key of their own, kept beside the warehouse.

The key is not the identity salt: who knows the one learns nothing from the other.
"""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

import duckdb

from customer360.publish.errors import PublishError
from customer360.warehouse import make_secret

BLOCK_SIZE = 64  # bytes, of SHA-256


@dataclass(frozen=True)
class PublishKey:
    """A secret and its version, which stands before every hash made with it."""

    version: str
    secret: bytes


def publish_key(warehouse: Path) -> PublishKey:
    """Return the newest key of `<warehouse>/publish_key`, made on first use.

    The file holds one `version:hex` a line; a line added below rotates the key.
    Raises PublishError when the last line is not of that form.
    """
    path = warehouse / "publish_key"
    if not path.is_file():
        make_secret(path, f"k1:{secrets.token_hex(32)}")
    lines = path.read_text().split()
    version, _, digits = lines[-1].partition(":") if lines else ("", "", "")
    try:
        secret = bytes.fromhex(digits)
    except ValueError:
        secret = b""
    if not version or len(secret) < 16:
        raise PublishError(
            f"The last line of {path} is no key: it should be like `k1:` and at least "
            "32 hexadecimal digits."
        )
    return PublishKey(version, secret)


def make_hash_macro(connection: duckdb.DuckDBPyConnection, key: PublishKey) -> None:
    """Define `personal_hash(value)`: the key version, `:` and HMAC-SHA-256 in hex.

    The formula is RFC 2104's. The pads stay in session variables, so that no error
    message quotes them.
    """
    long = len(key.secret) > BLOCK_SIZE
    secret = hashlib.sha256(key.secret).digest() if long else key.secret
    block = secret.ljust(BLOCK_SIZE, b"\0")
    connection.execute(
        "set variable inner_pad = ?::blob", [bytes(byte ^ 0x36 for byte in block)]
    )
    connection.execute(
        "set variable outer_pad = ?::blob", [bytes(byte ^ 0x5C for byte in block)]
    )
    connection.execute("set variable key_version = ?::varchar", [key.version])
    connection.execute(
        "create or replace temp macro personal_hash(value) as "
        "getvariable('key_version') || ':' || sha256(getvariable('outer_pad') || "
        "unhex(sha256(getvariable('inner_pad') || encode(value::varchar))))"
    )
