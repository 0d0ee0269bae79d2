"""Addresses over TLS: what is one, and that a password in one is neither taken nor shown."""

import pytest
from pydantic import TypeAdapter, ValidationError

from config.https_url import HttpsUrl
from config.rules.problem import NOT_SHOWN, PROBLEMS, Problem

URL: TypeAdapter[str] = TypeAdapter(HttpsUrl)
NO_ADDRESS = "is no address of a server; write one like https://metrics.example.com/api"
NO_USER = (
    "has a user or a password in it, and whoever reads the state of Terraform would see them; "
    "write the address without what stands before its @"
)


@pytest.mark.parametrize(
    "text",
    [
        "https://metrics.example.com/api/v1/write",
        "https://metrics:8428",
        "https://[2001:db8::1]:8443/@a?extra_label=team%3Da&to=a@b",
    ],
)
def test_addresses(text: str) -> None:
    assert URL.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "value", "remedy"),
    [
        ("https://user:x@metrics.example.com", NOT_SHOWN, NO_USER),
        ("https://x@metrics.example.com/a", NOT_SHOWN, NO_USER),
        ("http://user:x@metrics.example.com", NOT_SHOWN, NO_USER),
        *(
            (text, text, NO_ADDRESS)
            for text in (
                "http://metrics.example.com",
                "https://",
                "https://:::",
                "https://a b",
                "https://a\n",
                "https://a\nb",
                "https://a:port",
                "https://a/#b",
            )
        ),
    ],
)
def test_what_is_no_address(text: str, value: str, remedy: str) -> None:
    with pytest.raises(ValidationError) as refused:
        URL.validate_python(text)

    (error,) = refused.value.errors()
    assert error["ctx"][PROBLEMS] == (Problem((), value, remedy),)
