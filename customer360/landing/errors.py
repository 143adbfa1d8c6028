"""What can be wrong with a file, a mapping or a contract."""

from customer360.errors import C360Error


class LandingError(C360Error):
    """A file that cannot land; says what, where (file, row, column), how to mend it."""
