"""Arguments are checked as ever."""

import json

from tests.bindings.conftest import Program

MISTAKES = [
    "TerraformOutput(stack, 'a', value=1, sensitive='a wrong type')",
    "PrivateKey(stack, 'b', algorithm=['a wrong type in a struct'])",
    "PrivateKey(stack, 'c', algorithm=None)",
    "CertRequest(stack, 'd', private_key_pem='', dns_names=['a wrong item', None])",
    "PrivateKey(stack, 'e', algorithm='RSA', an_unknown_argument=1)",
    "PrivateKey(stack, 'f')",
]

ANSWERS = f"""
    import bindings; bindings.load()
    import json
    from cdktf import App, TerraformOutput, TerraformStack
    from cdktf_cdktf_provider_tls.cert_request import CertRequest
    from cdktf_cdktf_provider_tls.private_key import PrivateKey
    stack = TerraformStack(App(), "stack")
    answers = []
    for mistake in {MISTAKES}:
        try:
            eval(mistake)
        except Exception as answer:
            answers.append(repr(answer))
    print(json.dumps(answers))
"""


def test_mistakes_are_answered_as_by_plain_bindings(program: Program) -> None:
    lazy, plain = (json.loads(program(ANSWERS, {"PLAIN_BINDINGS": plain}).stdout) for plain in "01")

    assert [answer.partition("(")[0] for answer in lazy] == ["TypeError"] * len(MISTAKES)
    assert lazy == plain
