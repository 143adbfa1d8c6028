"""The one error of publishing."""

from customer360.errors import C360Error


class PublishError(C360Error):
    """A build that may not be published, or a version that could not be written."""
