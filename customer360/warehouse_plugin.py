"""What dbt needs of us before it opens its database, and at each connection to it."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

SOLVER = Path(__file__).parent / "identity"
LIBRARIES = ("numpy", "pandas", "numba", "duckdb")


class Plugin(BasePlugin):
    """Named in profiles.yml; made by dbt-duckdb before it connects."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the folder that the profile's database is in: DuckDB makes none."""
        assert self.creds is not None
        Path(self.creds.path).parent.mkdir(parents=True, exist_ok=True)

    def configure_cursor(self, cursor: Any) -> None:
        """Tell what solves identity: what other code has made is not kept."""
        cursor.execute("set variable identity_code = $code", {"code": identity_code()})


@cache
def identity_code() -> str:
    """Return a digest of what makes a solution of its inputs: our code and others'."""
    paths = sorted(SOLVER.rglob("*.py"))
    code = [(str(path.relative_to(SOLVER)), path.read_text()) for path in paths]
    libraries = [version(library) for library in LIBRARIES]
    return sha256(repr([code, libraries]).encode()).hexdigest()
