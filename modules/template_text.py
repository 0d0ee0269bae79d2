"""Text that Terraform must take literally, but for the tokens of cdktf in it."""

import re

# Terraform would read `${` and `%{` in any text as the start of a template; a token of cdktf is meant to be one.
_TEMPLATE_START = re.compile(r"([$%])(?=\{(?!TfToken\[))")


def literal(text: str) -> str:
    """`text` as it has to be written so that Terraform reads it unchanged and only replaces tokens."""
    return _TEMPLATE_START.sub(r"\1\1", text)


def holds_token(text: str) -> bool:
    """Whether a part of `text` is not known before Terraform applies."""
    return "{TfToken[" in text
