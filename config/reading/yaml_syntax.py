"""From text to YAML nodes, with a syntax error in words that say what to do."""

import yaml

from config.reading.display import printable


class BadYaml(Exception):  # noqa: N818 - it is the text that is bad
    """The text can't be read at all: the line (from 1; None where no line is to blame), what is there, what to do."""

    def __init__(self, line: int | None, found: str, remedy: str) -> None:
        super().__init__(found)
        self.line = line
        self.found = found
        self.remedy = remedy


class _Loader(yaml.SafeLoader):
    """Without YAML 1.1's readings of plain scalars: what they are is decided in `config.reading.yaml_scalars`."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - declared so by PyYAML


def compose(text: str) -> yaml.Node | None:
    """The root node of the one document in `text`; None where there is none."""
    try:
        return _Loader(text).get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYaml(line, f"the character {printable(text[error.position])}", "remove it") from None
    except yaml.MarkedYAMLError as error:
        raise BadYaml(_line(error), _found(error), _remedy(error)) from None
    except RecursionError:
        raise BadYaml(None, "a structure that is too deep", "look for a long row of brackets") from None


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


def _line(error: yaml.MarkedYAMLError) -> int | None:
    return error.problem_mark.line + 1 if error.problem_mark else None


def _found(error: yaml.MarkedYAMLError) -> str:
    return printable(" ".join(part for part in (error.context, error.problem) if part))


def _remedy(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "'\\t'" in problem:
        return "indent with spaces, not with tabs"
    if "mapping values" in problem:
        return "check the indentation, and put text that holds a colon and a space in quotes"
    if "another document" in problem:
        return "write each environment into a file of its own, without `---` between"
    if "cannot start any token" in problem:
        return "put the value in quotes"
    return "check indentation, quotes and brackets on this line and above it"
