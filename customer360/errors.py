"""What a user can do wrong, said as one message."""


class C360Error(Exception):
    """An error a user can cause and mend; its message says what, where and how."""
