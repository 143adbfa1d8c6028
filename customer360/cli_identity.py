"""The `c360 identity` commands: about the rules of who is who, not about one person."""

import typer

identity = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The rules of who is who: look before you change them.",
)
