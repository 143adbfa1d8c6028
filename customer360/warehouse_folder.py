"""Makes the warehouse folder before dbt opens its database: DuckDB makes no folders."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Named in profiles.yml; made by dbt-duckdb before it connects."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the folder that the profile's database is in."""
        assert self.creds is not None
        Path(self.creds.path).parent.mkdir(parents=True, exist_ok=True)
