"""Values and names in the words of a review, safe inside Markdown whatever they hold."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reports.review.masking import Secrets
from reports.review.secret_names import assigns_secret
from reports.review.values import Hidden, Value, named_secret


class Words:
    """Turns values into text; what is sensitive is recognized here for the last time."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def plain(self, value: Value) -> str:
        """A value on one line: text as it is, everything else as JSON, marks in parentheses."""
        value = self.shown(value)
        if isinstance(value, str) and not _reads_as_json(value):
            return printable(value)
        if isinstance(value, Hidden):
            return str(value)
        return printable(json.dumps(self._jsonable(value), ensure_ascii=False, sort_keys=True))

    def name(self, value: Value) -> str:
        """A value that can only be text, without the quotes that would tell it from a number."""
        return _name(value, self) if isinstance(value, str) else self.value(value)

    def value(self, value: Value) -> str:
        """A value in a sentence: as code, or in parentheses why it is not shown."""
        value = self.shown(value)
        return str(value) if isinstance(value, Hidden) else code(self.plain(value))

    def concealed(self, value: Value) -> Value:
        """A single value, or a mark where it holds a secret."""
        return self._secrets.conceal(value)

    def shown(self, value: Value) -> Value:
        """A single value, or a mark also where it is a text that seems to give a value to a secret."""
        value = self._secrets.conceal(value)
        return named_secret(value) if isinstance(value, str) and assigns_secret(value) else value

    def _jsonable(self, value: Value) -> object:
        value = self.shown(value)
        if isinstance(value, Hidden):
            return str(value)
        if isinstance(value, dict):
            return {str(self._secrets.conceal(key)): self._jsonable(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._jsonable(inner) for inner in value]
        return value


@lru_cache(maxsize=4096)  # the same names come again and again
def _name(text: str, words: Words) -> str:
    shown = words.shown(text)
    return code(shown) if isinstance(shown, str) else words.value(shown)


def printable(text: str) -> str:
    """Text on one line, with codes for characters that nobody sees or that turn the direction of writing."""
    if text.isprintable():
        return text
    return "".join(it if it.isprintable() else json.dumps(it)[1:-1] for it in text)


def code(text: str) -> str:
    """Text as code in Markdown, which neither ends nor interprets it, also inside a table or HTML."""
    shown = printable(text).replace("|", "¦") or " "
    if "`" not in shown:
        return f"`{shown}`"
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def path_text(path: Iterable[str | int]) -> str:
    """A path into a value: `vpc_config.public_access_cidrs`; a list of one needs no position."""
    return ".".join(str(step) for step in path if step != 0) or "(all of it)"


def counted(number: int, thing: str) -> str:
    """`1 subnet`, `2 subnets`."""
    many = re.sub(r"([^aeiou])y$", r"\1ie", thing) if number != 1 else thing
    plural = "" if number == 1 else "es" if thing.endswith(("s", "x")) else "s"
    return f"{number:,} {many}{plural}"


def listed(things: Sequence[str], most: int | None = None) -> str:
    """`a, b and c`, or the first of many and how many more there are."""
    if most is not None and len(things) > most:
        return f"{', '.join(things[:most])} and {len(things) - most} more"
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def _reads_as_json(text: str) -> bool:
    """Whether quotes are needed to tell a text from a number, true, false or null, or to see it at all."""
    return (
        not text.strip()
        or text in {"true", "false", "null"}
        or bool(re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text))
    )
