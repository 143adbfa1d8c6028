"""The identifiers of a chunk: what each is, whose, and how it is written in life."""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from customer360.simulate.streams import Bools, Ints
from customer360.simulate.strings import either, joined

TYPES = (
    "user_id",
    "loyalty_id",
    "contact_id",
    "email",
    "phone",
    "social_handle",
    "payment_token",
    "device_id",
    "anonymous_id",
)
NOBODY = -1


class Registry:
    """Identifiers by number; values are normalised as staging does.

    `holders` are (identifier, person) pairs; an identifier of nobody has none, and one
    of several people is shared.
    """

    def __init__(self) -> None:
        self._values: list[pa.Array] = []
        self._types: list[Ints] = []
        self._holders: list[tuple[Ints, Ints]] = []
        self._common: list[Bools] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, identifier_type: str, values: pa.Array, persons: Ints | None) -> Ints:
        """Enter identifiers, each of a person or, without `persons`, everybody's."""
        numbers = np.arange(self._count, self._count + len(values))
        self._count += len(values)
        self._values.append(values)
        self._types.append(np.full(len(values), TYPES.index(identifier_type)))
        self._common.append(np.full(len(values), persons is None))
        if persons is not None:
            self.hold(numbers, persons)
        return numbers

    def hold(self, numbers: Ints, persons: Ints) -> None:
        """Note that identifiers are (also) these people's; NOBODY notes nothing."""
        whose = persons != NOBODY
        self._holders.append((numbers[whose], persons[whose]))

    @cached_property
    def values(self) -> pa.Array:
        """All values, normalised."""
        return pa.concat_arrays(self._values)

    @cached_property
    def types(self) -> Ints:
        """Of each identifier the index of its type in `TYPES`."""
        return np.concatenate(self._types)

    @cached_property
    def is_common(self) -> Bools:
        """Whether an identifier is a kiosk's or a store's, known to every chunk."""
        return np.concatenate(self._common)

    @cached_property
    def holders(self) -> tuple[Ints, Ints]:
        """Distinct pairs of identifier and person, in order."""
        pairs = np.stack(
            [np.concatenate(side) for side in zip(*self._holders, strict=True)], axis=1
        )
        pairs = np.unique(pairs, axis=0)
        return pairs[:, 0], pairs[:, 1]

    @cached_property
    def written(self) -> pa.Array:
        """All values in three spellings, one block after the other."""
        emails = self.types == TYPES.index("email")
        phones = self.types == TYPES.index("phone")
        plain, capital, padded = self.values, self.values, self.values
        for mask, spell in ((emails, _spelled_emails), (phones, _spelled_phones)):
            spelled = spell(self.values)
            plain = either(mask, spelled[0], plain)
            capital = either(mask, spelled[1], capital)
            padded = either(mask, spelled[2], padded)
        return pa.concat_arrays([plain, capital, padded])


def _spelled_emails(values: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """As it is; with a capital; in capitals and a blank, as phones' keyboards add."""
    padded = joined(pc.utf8_upper(values), " ")
    return values, pc.utf8_capitalize(values), padded


def _spelled_phones(values: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    """International; with the country code and dashes; national where it is the US."""
    international = joined("+", values)
    area = pc.utf8_slice_codeunits(values, 1, 4)
    three = pc.utf8_slice_codeunits(values, 4, 7)
    rest = pc.utf8_slice_codeunits(values, 7, 20)
    american = pc.and_(
        pc.starts_with(values, "1"), pc.equal(pc.utf8_length(values), 11)
    )
    dashes = joined("+1-", area, "-", three, "-", rest)
    national = joined("(", area, ") ", three, "-", rest)
    return (
        international,
        pc.if_else(american, dashes, international),
        pc.if_else(american, national, international),
    )
