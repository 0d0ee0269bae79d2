"""What was probably meant by a word that is not known."""

from collections.abc import Collection
from difflib import SequenceMatcher

_NEAR = 0.6
_MOST_SUGGESTIONS = 3
_LONG_ENOUGH = 3  # characters that say what a word begins with
_LONGEST = 100  # characters that are compared, which takes time in the square of them


def nearest(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The known words that continue `word`, else those most like it, at most three; none where no word is like it."""
    plain = _plain(word[:_LONGEST])
    longer = [candidate for candidate in known if _plain(candidate).startswith(plain)]
    if longer and len(plain) >= _LONG_ENOUGH:
        return tuple(longer[:_MOST_SUGGESTIONS])
    likeness = {candidate: SequenceMatcher(None, plain, _plain(candidate)).ratio() for candidate in known}
    best = max(likeness.values(), default=0)
    if best < _NEAR:
        return ()
    return tuple(candidate for candidate in known if likeness[candidate] == best)[:_MOST_SUGGESTIONS]


def suggestion(word: str, known: Collection[str]) -> str:
    """A half-sentence: the nearest known words, or those that it ends with, or all of them where none is near."""
    ends = [it for it in known if len(_plain(it)) >= _LONG_ENOUGH and _plain(word).endswith(_plain(it))]
    near = nearest(word, known) or ends[:_MOST_SUGGESTIONS]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"the known ones are {', '.join(known)}"


def _plain(word: str) -> str:
    """Without what people mix up: capitals, hyphens and underscores."""
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")
