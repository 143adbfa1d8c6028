"""What can stop a demo."""

from customer360.errors import C360Error


class DemoError(C360Error):
    """A stage of the demo failed, or its folders hold something else."""
