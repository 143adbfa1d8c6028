"""The one error of building."""

from customer360.errors import C360Error


class BuildError(C360Error):
    """A build that cannot start, or that did not end well."""
