"""What stands in a policy, in plain words."""

import re

from reports.policies.document import Part

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_OPERATORS = {
    "StringEquals": "is",
    "StringNotEquals": "is not",
    "StringEqualsIgnoreCase": "is, in whatever case,",
    "StringLike": "is like",
    "StringNotLike": "is not like",
    "ArnEquals": "is",
    "ArnNotEquals": "is not",
    "ArnLike": "is like",
    "ArnNotLike": "is not like",
    "Bool": "is",
    "IpAddress": "is in",
    "NotIpAddress": "is not in",
}
_IF_EXISTS = "IfExists"
_ANY = {"ForAnyValue": "a value of {key}", "ForAllValues": "each value of {key}, or there is none, and it"}
_HEADS = {
    Part.PRINCIPALS: "for",
    Part.NOT_PRINCIPALS: "for all but",
    Part.ACTIONS: "action",
    Part.NOT_ACTIONS: "every action but",
    Part.RESOURCES: "resource",
    Part.NOT_RESOURCES: "every resource but",
    Part.CONDITIONS: "only where",
}


def in_words(part: Part, item: str) -> str:
    """An item of a statement as half a sentence, such as `action every action of s3`."""
    match part:
        case Part.ACTIONS | Part.NOT_ACTIONS:
            shown = action_in_words(item)
        case Part.CONDITIONS:
            shown = condition_in_words(item)
        case Part.PRINCIPALS | Part.NOT_PRINCIPALS:
            shown = "anybody" if item == "AWS *" else item
        case _:
            shown = "every resource" if is_every(item) else item
    return f"{_HEADS[part]} {shown}"


def is_every(pattern: str) -> bool:
    """Whether a pattern fits everything, or everything but nothing: `*`, `**`, `?*`."""
    return "*" in pattern and not pattern.strip("*?")


def action_in_words(action: str) -> str:
    """An action; wildcards say how far they reach."""
    service, _, name = action.partition(":")
    if is_every(service) and (not name or is_every(name)):
        return "every action of every service"
    if is_every(name):
        return f"every action of {service}"
    if name.endswith("*") and not re.search(r"[*?]", name[:-1]):
        return f"every action of {service} that begins with {name[:-1]}"
    return action


def condition_in_words(condition: str) -> str:
    """A condition as `document.Statement` has it; an operator without words here stays as it is."""
    head, _, values = condition.partition(" = ")
    operator, _, key = head.partition(" ")
    if operator == "Null":
        return f"{key} is {'absent' if values == 'true' else 'present'}"
    quantifier, _, plain = operator.rpartition(":")
    word = _OPERATORS.get(plain.removesuffix(_IF_EXISTS))
    if word is None or (quantifier and quantifier not in _ANY):
        return condition
    subject = _ANY[quantifier].format(key=key) if quantifier else key
    absent = f", or {key} is absent" if plain.endswith(_IF_EXISTS) else ""
    return f"{subject} {word} {values.replace(', ', ' or ')}{absent}"
