"""Shows what a user can mend as a Dagster failure of one message."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from customer360.errors import C360Error


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn an error of ours into a failure that is not worth a retry."""
    try:
        yield
    except C360Error as error:
        raise dg.Failure(str(error), allow_retries=False) from error
