"""What to try after the demo: commands that work as they are printed."""

import json
import shlex
import sys
from pathlib import Path

from customer360.demo.folders import Folders
from customer360.publish import published_version
from customer360.warehouse import reading

# somebody seen on many channels makes a good first look
_EXAMPLE = """
select dim_customers.email
from customer_360
inner join dim_customers on customer_360.customer_id = dim_customers.customer_id
left join (
    select customer_id, count(distinct channel) as channel_count
    from fct_activities
    group by customer_id
) as seen on customer_360.customer_id = seen.customer_id
where dim_customers.email is not null and customer_360.churn_probability is not null
order by channel_count desc, order_count desc, customer_360.customer_id
limit 1
"""


def next_steps(folders: Folders, here: Path) -> list[str]:
    """Return three things to try; paths are as short as they can be from `here`."""
    c360, python = _command(here, "c360"), _command(here, "python")
    warehouse = _short(folders.warehouse, here)
    who = shlex.quote(_example(folders.warehouse) or "CUSTOMER_ID")
    marts = f"{warehouse}/published/marts.duckdb"
    query = (
        f"import duckdb; duckdb.connect({json.dumps(marts)}, read_only=True)"
        '.sql("from customer_360 limit 10").show()'
    )
    variables = {
        "C360_LANDING": folders.landing,
        "C360_WAREHOUSE": folders.warehouse,
        "C360_LANDING_CONFIG": folders.inboxes,
    }
    said = " ".join(
        f"{name}={shlex.quote(str(path))}" for name, path in variables.items()
    )
    return [
        "One customer, with reasons and timeline:",
        f"  {c360} customer {who} --warehouse {shlex.quote(warehouse)}",
        "The marts, in SQL:",
        f"  {python} -c {shlex.quote(query)}",
        "The same job in the Dagster UI:",
        f"  {said} make dagster",
    ]


def _example(warehouse: Path) -> str | None:
    """Return the e-mail address of somebody worth a look; None where none is shown."""
    version = published_version(warehouse)
    if version is None or version.manifest["personal_columns"] != "plain":
        return None
    with reading(version.database) as connection:
        rows = connection.execute(_EXAMPLE).fetchall()
    return str(rows[0][0]) if rows else None


def _command(here: Path, name: str) -> str:
    """Return a command as a shell finds it that has not activated the environment."""
    path = Path(sys.executable).with_name(name)
    return shlex.quote(_short(path, here)) if path.exists() else name


def _short(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
