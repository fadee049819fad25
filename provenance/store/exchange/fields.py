"""Taking values out of a JSON object that anybody may have written.

Invariant: what comes out has the type that was asked for; anything else is a ``ValueError``
that names the field.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Fields"]


class Fields:
    """The fields of one JSON object."""

    def __init__(self, value: object) -> None:
        """Look into a value.

        Raises:
            ValueError: it is no JSON object.
        """
        if not isinstance(value, Mapping):
            message = "not a JSON object"
            raise ValueError(message)  # noqa: TRY004 - one kind of error for whatever is wrong with a line
        self._fields: Mapping[str, Any] = value

    def has(self, name: str) -> bool:
        """Whether there is such a field; it may be ``null``."""
        return name in self._fields

    def text(self, name: str) -> str:
        """A string."""
        return str(self._of(name, str))

    def maybe_text(self, name: str) -> str | None:
        """A string, or ``null`` or nothing."""
        return None if self._fields.get(name) is None else self.text(name)

    def whole(self, name: str) -> int:
        """A whole number that a database can keep."""
        number = self._of(name, int)
        if isinstance(number, bool) or not -(2**63) <= number < 2**63:
            raise _wrong(name)
        return int(number)

    def maybe_whole(self, name: str) -> int | None:
        """A whole number, or ``null`` or nothing."""
        return None if self._fields.get(name) is None else self.whole(name)

    def real(self, name: str) -> float:
        """A number."""
        number = self._of(name, (int, float))
        if isinstance(number, bool) or number != number:  # noqa: PLR0124 - not a number is not itself
            raise _wrong(name)
        return float(number)

    def maybe_truth(self, name: str) -> bool | None:
        """``true`` or ``false``, or ``null`` or nothing."""
        return None if self._fields.get(name) is None else self._of(name, bool)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        values = tuple(self._of(name, list))
        if not all(isinstance(value, str) for value in values):
            raise _wrong(name)
        return values

    def hexed(self, name: str) -> bytes:
        """Bytes, written in hexadecimal."""
        try:
            return bytes.fromhex(self.text(name))
        except ValueError:
            raise _wrong(name) from None

    def maybe_packed(self, name: str) -> bytes | None:
        """Bytes, written in base 64, or ``null`` or nothing."""
        text = self.maybe_text(name)
        try:
            return None if text is None else base64.b64decode(text, validate=True)
        except binascii.Error:
            raise _wrong(name) from None

    def each(self, name: str) -> Iterator[Fields]:
        """The objects of a list; none where there is no such field."""
        if name in self._fields:
            yield from (Fields(value) for value in self._of(name, list))

    def object(self, name: str) -> Fields:
        """An object."""
        return Fields(self._of(name, Mapping))

    def raw(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        """Whatever stands there.

        Raises:
            ValueError: there is no such field.
        """
        if name not in self._fields:
            message = f"field {name!r} is missing"
            raise ValueError(message)
        return self._fields[name]

    def _of(self, name: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - of the kind asked for
        value = self.raw(name)
        if not isinstance(value, kind):
            raise _wrong(name)
        return value


def _wrong(name: str) -> ValueError:
    return ValueError(f"field {name!r} does not hold what belongs there")
