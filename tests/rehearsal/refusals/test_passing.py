"""What the stacks of this repository ask for is refused nowhere, and a second plan has nothing to do."""

from rehearsal.manifest import read_manifest
from tests.rehearsal.player import Player
from tests.synthesis import Synthesized


def test_every_stack_passes_as_it_is(synthesized: Synthesized) -> None:
    player = Player()

    for entry in read_manifest(synthesized.outdir):
        document = synthesized.stack(entry.id)
        player.play(entry.id, document)
        assert (entry.id, player.changes(entry.id, document)) == (entry.id, {})


def test_everything_can_be_deleted_again_in_reverse(synthesized: Synthesized) -> None:
    player = Player()
    entries = read_manifest(synthesized.outdir)
    for entry in entries:
        player.play(entry.id, synthesized.stack(entry.id))
    for key, state in list(player.inventory.of_type("aws_eks_cluster")):
        player.inventory.put(key, {**state, "deletion_protection": False})

    for entry in reversed(entries):
        for address in reversed(player.resources(entry.id)):
            player.delete(entry.id, synthesized.stack(entry.id), address)

    assert list(player.inventory) == []
