"""Reading a large JSON text piece by piece, so that never more of it is in memory than one piece."""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from reports.review.values import Json

_SPACE = re.compile(r"[ \t\n\r]*")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


class JsonStream:
    """A position in a JSON text. `members` and `items` stop at each value; the caller takes it before the next one.

    Everything raises ValueError where the text is not JSON, and RecursionError where it is nested too deeply.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)

    def next_is(self, character: str) -> bool:
        """Whether what comes begins so."""
        self._skip_space()
        return self._text.startswith(character, self._at)

    def members(self) -> Iterator[str]:
        """The keys of the object that comes, each in front of its value."""
        for _ in self._separated("{", "}"):
            key = self.value()
            if not isinstance(key, str):
                raise ValueError("a key that is no text")  # noqa: TRY004 - for the caller all of this is bad JSON
            self._take(":")
            yield key

    def items(self) -> Iterator[None]:
        """The places of the list that comes."""
        return self._separated("[", "]")

    def value(self) -> Json:
        """The value that comes, whole."""
        return self.value_and_text()[0]

    def value_and_text(self) -> tuple[Json, str]:
        """The value that comes, and how it is written."""
        self._skip_space()
        start = self._at
        value: Json
        value, self._at = self._decoder.raw_decode(self._text, start)
        return value, self._text[start : self._at]

    def end(self) -> None:
        """Nothing may come any more."""
        self._skip_space()
        if self._at < len(self._text):
            raise ValueError("more than one JSON value")

    def _separated(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.next_is(closing):
            self._take(closing)
            return
        while True:
            self._skip_space()
            yield None
            if self.next_is(closing):
                self._take(closing)
                return
            self._take(",")

    def _take(self, character: str) -> None:
        if not self.next_is(character):
            raise ValueError(f"no {character} at character {self._at}")
        self._at += 1

    def _skip_space(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
