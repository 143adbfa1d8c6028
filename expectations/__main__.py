"""`python -m expectations`: check the latest build by hand, after a plain `dbt build`.

Prints what failed; the exit code is 1 when a verdict keeps the build from readers.
"""

import sys

from customer360.errors import C360Error
from customer360.paths import warehouse_dir
from expectations import check_build


def main() -> int:
    """Check the build of C360_WAREHOUSE."""
    try:
        verdicts = check_build(warehouse_dir())
    except C360Error as error:
        print(error, file=sys.stderr)
        return 1
    for verdict in verdicts:
        if not verdict.is_passed:
            where = ".".join(filter(None, [verdict.table_name, verdict.column_name]))
            print(
                f"{verdict.severity}: {verdict.suite_name}: {verdict.expectation_name} "
                f"on {where}: {verdict.observed_value} ({verdict.details})"
            )
    print(f"{sum(each.is_passed for each in verdicts)} of {len(verdicts)} passed")
    return int(any(verdict.stops_publishing for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
