"""What Terraform's core proposes before it asks a provider to plan: ProposedNew, for tests that run without Terraform.

The configuration wins; what is computed and not configured keeps its prior value, in nested blocks too. Source:
https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/objchange/objchange.go.
"""

from collections.abc import Mapping, Sequence

from rehearsal.engine.schema import Block, Nesting
from rehearsal.engine.values import State, Value, blocks


def proposed(block: Block, prior: State, config: State) -> dict[str, Value]:
    """The state that `config` asks for, of an object that is `prior` now."""
    new: dict[str, Value] = {}
    for name, attribute in block.attributes.items():
        keeps = attribute.computed and config.get(name) is None
        new[name] = prior.get(name) if keeps else config.get(name)
    for name, nested in block.blocks.items():
        if nested.nesting is Nesting.SINGLE:
            new[name] = config.get(name)
        elif nested.nesting is Nesting.SET:
            new[name] = [_like_one_of(nested.block, blocks(prior, name), element) for element in blocks(config, name)]
        else:
            before: Sequence[State] = [*blocks(prior, name), *[{} for _ in blocks(config, name)]]
            pairs = zip(before, blocks(config, name), strict=False)
            new[name] = [proposed(nested.block, was, wanted) for was, wanted in pairs]
    return new


def _like_one_of(block: Block, prior: Sequence[State], config: State) -> State:
    return next((was for was in prior if _matches(was, config)), proposed(block, {}, config))


def _matches(was: Value, config: Value) -> bool:
    if isinstance(was, Mapping) and isinstance(config, Mapping):
        return all(_matches(was.get(name), value) for name, value in config.items())
    return config is None or was == config
