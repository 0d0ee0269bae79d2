"""The lives that the command rehearses: of an environment, and of stacks as someone synthesized them."""

from collections.abc import Mapping
from pathlib import Path

from rehearsal.already_there import already_there
from rehearsal.engine.values import Value, text
from rehearsal.environments import Environment
from rehearsal.life import Life
from rehearsal.protection import guarded
from rehearsal.rehearsal import Rehearsal
from rehearsal.steps import Steps


def live_environment(environment: Environment, steps: Steps, temporary: Path) -> list[str]:
    """Rehearse the whole life of an environment; what AWS keeps of it by design.

    Raises:
        NotSynthesizedError: the environment files are wrong.
        StepFailedError: something is not as it should be.
    """
    _synthesize(environment, {}, steps)
    with Rehearsal(environment.outdir, inventory=already_there(environment.settings), temporary=temporary) as rehearsal:
        life = _EnvironmentLife(environment, rehearsal, steps)
        if environment.keeps_local_state:
            life.live_with_local_state()
        elif text(environment.state, "bucket_stack") == "in-bucket":
            life.live_with_the_state_of_the_bucket_in_itself()
        else:
            life.live()
        return life.left_by_design


def live_synthesized(outdir: Path, steps: Steps, temporary: Path) -> list[str]:
    """Rehearse stacks as they lie in `outdir`, as far as that goes without their environment file; see there."""
    with Rehearsal(outdir, temporary=temporary) as rehearsal:
        life = Life(rehearsal, steps)
        steps.progress.say("apply")
        life.apply(rehearsal.stacks)
        if resources := guarded(rehearsal, promised=False):
            steps.progress.say("destroy what is protected")
            life.prove_refusals(resources)
            steps.progress.say("not destroyed: lifting the protection takes the environment file")
            return []
        if inside := life.stacks_inside_their_bucket:
            steps.progress.say(f"not destroyed: the state of {', '.join(inside)} lies in the bucket that would go")
            return []
        steps.progress.say("destroy")
        life.destroy(rehearsal.stacks)
        with steps.step(outdir.name, "look for leftovers") as step:
            life.expect_nothing_left()
            step.done("nothing is left")
        return life.left_by_design


def _synthesize(environment: Environment, changes: Mapping[str, Value], steps: Steps) -> None:
    with steps.step(environment.name, "synthesize") as step:
        environment.synthesize(changes)
        step.done(f"synthesized with {', '.join(changes)} changed" if changes else "synthesized")


class _EnvironmentLife:
    """The ways through a life that differ by where an environment keeps its state.

    An environment with local state lives twice: first its states move to S3 when everything stands, then they are there
    from the start.
    """

    def __init__(self, environment: Environment, rehearsal: Rehearsal, steps: Steps) -> None:
        self._environment = environment
        self._rehearsal = rehearsal
        self._steps = steps
        self._life = Life(rehearsal, steps)
        self._changed_keys: Mapping[str, Value] = {}

    @property
    def left_by_design(self) -> list[str]:
        """What AWS is known to keep after a destroy, each once."""
        return list(dict.fromkeys(self._life.left_by_design))

    def live(self) -> None:
        self._say("apply")
        self._life.apply(self._rehearsal.stacks)
        self._end({})

    def live_with_local_state(self) -> None:
        self._say("apply with local state, as the file has it")
        self._life.apply(self._rehearsal.stacks)
        in_s3 = {"state": {"backend": "s3", "bucket": f"rehearsal-{self._environment.name}"}}
        self._say("move the states to S3")
        self._change(in_s3)
        self._life.apply(self._life.bucket_stacks)
        self._life.move_states(self._life.other_stacks)
        self._end(in_s3)
        self._say("apply with state in S3 from the start")
        self._change(in_s3)
        self._life.apply(self._rehearsal.stacks)
        self._end(in_s3)

    def live_with_the_state_of_the_bucket_in_itself(self) -> None:
        self._say("apply the state bucket, with local state as every bucket begins")
        self._change(self._bucket_with_local_state)
        self._life.apply(self._life.bucket_stacks)
        self._say("move the bucket's state into the bucket")
        self._change({})
        self._life.move_states(self._life.bucket_stacks)
        self._say("apply")
        self._life.apply(self._life.other_stacks)
        self._end({}, last=self._bucket_with_local_state)

    @property
    def _bucket_with_local_state(self) -> Mapping[str, Value]:
        return {"state": {**self._environment.state, "bucket_stack": "local"}}

    def _end(self, keys: Mapping[str, Value], *, last: Mapping[str, Value] | None = None) -> None:
        """Lift the protection and destroy everything; before the bucket goes, `last` is changed in the file too."""
        resources = guarded(self._rehearsal, promised=self._environment.is_protected)
        if resources:
            self._say("destroy what is protected")
            self._life.prove_refusals(resources)
            self._say("lift the protection")
            keys = {**keys, "deletion_protection": False}
            self._life.lift_protection(self._change(keys))
        self._say("destroy, the state bucket last")
        self._life.destroy(self._life.other_stacks)
        if last is not None:
            self._change({**keys, **last})
            self._life.move_states(self._life.bucket_stacks)
        self._life.destroy(self._life.bucket_stacks)
        with self._steps.step(self._environment.name, "look for leftovers") as step:
            self._life.expect_nothing_left()
            step.done("nothing is left")

    def _change(self, keys: Mapping[str, Value]) -> list[str]:
        """Synthesize with `keys` changed in the environment file, and only they; the stacks that became others.

        Nothing is done where the last change was the same.
        """
        if keys == self._changed_keys:
            return []
        self._changed_keys = keys
        before = {stack: self._rehearsal.stack(stack).documents for stack in self._rehearsal.stacks}
        _synthesize(self._environment, keys, self._steps)
        self._rehearsal.reload()
        after = {stack: self._rehearsal.stack(stack).documents for stack in self._rehearsal.stacks}
        return [stack for stack, documents in after.items() if documents != before.get(stack)]

    def _say(self, what: str) -> None:
        self._steps.progress.say(f"{self._environment.name}: {what}")
