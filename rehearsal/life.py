"""What happens to the stacks of a platform in the course of its life, each event with what must hold after it."""

from collections.abc import Iterable

from rehearsal.engine.values import State, blocks, first_block, mapping, number, text
from rehearsal.failure import DifferenceError
from rehearsal.protection import Guarded, prove_refusal
from rehearsal.rehearsal import Rehearsal
from rehearsal.steps import Step, Steps
from rehearsal.terraform import Plan, Terraform


class Life:
    """The stacks of a rehearsal, from their first apply to their destruction."""

    def __init__(self, rehearsal: Rehearsal, steps: Steps) -> None:
        self._rehearsal = rehearsal
        self._steps = steps
        self._there_before = {key: rehearsal.inventory.get(key) for key in rehearsal.inventory}
        self.left_by_design: list[str] = []
        """What AWS is known to keep after a destroy."""
        steps.expect(*rehearsal.stacks)

    @property
    def bucket_stacks(self) -> list[str]:
        """The stacks that make the buckets in which the others keep their state."""
        buckets = self._rehearsal.state_buckets
        return [stack for stack in self._rehearsal.stacks if self._rehearsal.stack(stack).buckets & buckets]

    @property
    def stacks_inside_their_bucket(self) -> list[str]:
        """Those of the bucket stacks whose own state lies in the bucket that they make."""
        stacks = {name: self._rehearsal.stack(name) for name in self.bucket_stacks}
        return [name for name, stack in stacks.items() if text(stack.backend.config, "bucket") in stack.buckets]

    @property
    def other_stacks(self) -> list[str]:
        """All but the stacks of the state buckets."""
        return [stack for stack in self._rehearsal.stacks if stack not in self.bucket_stacks]

    def apply(self, stacks: Iterable[str]) -> None:
        """Init, validate, plan and apply each stack; then there is nothing left to plan."""
        for stack in stacks:
            terraform = self._rehearsal.terraform(stack)
            with self._steps.step(stack, "init") as step:
                terraform.init()
                step.doing("validate")
                terraform.validate()
                step.doing("plan")
                plan = terraform.plan()
                step.doing("apply")
                terraform.apply(plan)
                _expect_empty_plan(terraform, step)
                made = len(_resources(self._rehearsal.recorded_state(stack)))
                step.done(f"{_counted(made)}, second plan empty", resources=made)

    def move_states(self, stacks: Iterable[str]) -> None:
        """Move the state of each stack to where its configuration has it now; then there is nothing to plan."""
        for stack in stacks:
            terraform = self._rehearsal.terraform(stack)
            with self._steps.step(stack, "move state") as step:
                terraform.move_state()
                _expect_empty_plan(terraform, step)
                step.done(f"state moved to {self._rehearsal.stack(stack).backend.kind}, plan empty")

    def prove_refusals(self, resources: Iterable[Guarded]) -> None:
        """Try to destroy what must not be destroyed."""
        for resource in resources:
            with self._steps.step(resource.stack, f"destroy {resource.address}") as step:
                prove_refusal(self._rehearsal, resource)
                step.done(f"{resource.address}: refused by {resource.guard}")

    def lift_protection(self, stacks: Iterable[str]) -> None:
        """Apply what changed in `stacks` when the protection was lifted: updates in place and nothing else."""
        for stack in stacks:
            terraform = self._rehearsal.terraform(stack)
            with self._steps.step(stack, "plan") as step:
                plan = terraform.plan()
                changed = _updated_in_place(terraform.show(plan), plan)
                if plan.has_changes:
                    step.doing("apply")
                    terraform.apply(plan)
                    _expect_empty_plan(terraform, step)
                step.done(f"{_counted(len(changed))} updated in place" if changed else "nothing to apply")

    def destroy(self, stacks: Iterable[str]) -> None:
        """Destroy each stack, the last first; then its state knows nothing any more."""
        for stack in reversed(list(stacks)):
            terraform = self._rehearsal.terraform(stack)
            buckets = self._rehearsal.stack(stack).buckets & self._rehearsal.state_buckets
            with self._steps.step(stack, "destroy") as step:
                known = _resources(self._rehearsal.recorded_state(stack))
                for bucket in sorted(buckets):
                    self._rehearsal.store.empty_bucket(bucket)
                output = terraform.destroy()
                left = _resources(self._rehearsal.recorded_state(stack))
                if left:
                    raise DifferenceError(f"its state still knows {', '.join(map(_address, left))}", output)
                step.done(f"{_counted(len(known))} destroyed{', the bucket emptied before' if buckets else ''}")
                self.left_by_design += [f"{stack}: {line}" for line in map(_left_by_design, known) if line]

    def expect_nothing_left(self) -> None:
        """See that the cloud is as it was before.

        Raises:
            DifferenceError: something exists that no state knows, or what was there before was touched.
        """
        left = [f"{key.type_name} {key.id}" for key in self._rehearsal.inventory if key not in self._there_before]
        if left:
            raise DifferenceError(f"this still exists after everything was destroyed: {', '.join(left)}")
        inventory, before = self._rehearsal.inventory, self._there_before.items()
        touched = [f"{key.type_name} {key.id}" for key, state in before if inventory.get(key) != state]
        if touched:
            raise DifferenceError(f"this is not as it was before everything was made: {', '.join(touched)}")


def _expect_empty_plan(terraform: Terraform, step: Step) -> None:
    step.doing("second plan")
    second = terraform.plan("second")
    if second.has_changes:
        raise DifferenceError("the plan is not empty, although nothing was changed", second.output)


def _updated_in_place(shown: State, plan: Plan) -> list[str]:
    """The addresses of what a plan changes."""
    changed = {
        text(change, "address"): mapping(change, "change").get("actions")
        for change in blocks(shown, "resource_changes")
        if mapping(change, "change").get("actions") not in (["no-op"], ["read"])
    }
    more = [address for address, actions in changed.items() if actions != ["update"]]
    if more:
        raise DifferenceError(f"more than an update in place: {', '.join(more)}", plan.output)
    return list(changed)


def _counted(resources: int) -> str:
    return "1 resource" if resources == 1 else f"{resources} resources"


def _resources(state: State) -> list[State]:
    """What a state knows, data sources aside."""
    return [it for it in blocks(state, "resources") if text(it, "mode") == "managed"]


def _address(resource: State) -> str:
    return f"{text(resource, 'type')}.{text(resource, 'name')}"


def _left_by_design(resource: State) -> str | None:
    """What AWS keeps of a resource after its destruction, if anything."""
    if text(resource, "type") != "aws_kms_key":
        return None
    days = number(mapping(first_block(resource, "instances"), "attributes"), "deletion_window_in_days", 30)
    return f"AWS keeps {_address(resource)} for {days} days, pending deletion"
