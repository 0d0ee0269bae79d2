"""Releases that bring custom resources or volumes, and upgrades that take them away."""

from pathlib import Path

import pytest

from tests.reports.review.reviewing import change, gone, guards, plan, reviewed
from tests.synthesis import Json

RELEASE = "helm_release.x"
ALIAS = "a: &on true\npersistence: {enabled: *on}"
VOLUME = {"values": ["persistence: {enabled: true}"]}


@pytest.mark.parametrize(
    "before",
    [
        {"chart": "x", "values": ["server: {persistence: {enabled: true}}"]},
        {"chart": "x", "values": ["a: 1", "crds: {install: true}"]},
        {"chart": "x", "values": ["installCRDs: true"]},
        {"chart": "x", "values": ["x: [{volumeClaimTemplates: [{a: 1}]}]"]},
        {"chart": "x", "manifest": '{"kind":"PersistentVolumeClaim"}'},
        {"chart": "./assets/0123", "metadata": {"chart": "karpenter-nodes"}},
        {"chart": "./assets/0123", "name": "cert-manager-issuers"},
        {"chart": "./assets/0123", "name": "external-secrets-stores"},
        {"chart": "x", "values": [ALIAS]},
        {"chart": "x", "values": ["a: ["]},
    ],
)
def test_a_release_is_known_by_its_values_and_its_manifest(before: Json, tmp_path: Path) -> None:
    review = reviewed(tmp_path, {"dev": plan(gone(RELEASE, **before))})

    assert guards(review) == [(RELEASE, "blocked", "Helm release with custom resources or volumes")]


@pytest.mark.parametrize("manifest", [{"manifest": "{}", "values": [ALIAS]}, {"values": ["a: 1"]}])
def test_a_release_that_shows_all_it_has_is_not_guarded(manifest: Json, tmp_path: Path) -> None:
    assert reviewed(tmp_path, {"dev": plan(gone(RELEASE, chart="x", **manifest))}).status == 0


def test_a_release_with_hidden_values_may_have_everything(tmp_path: Path) -> None:
    hidden = change(RELEASE, "delete", before={"chart": "x", "values": ["a: 1"]}, before_sensitive={"values": True})

    assert reviewed(tmp_path, {"dev": plan(hidden)}).status == 2


@pytest.mark.parametrize("unknown", [True, [True]])
@pytest.mark.parametrize(("before", "status"), [(VOLUME, 2), ({"values": [ALIAS]}, 2), ({"values": ["a: 1"]}, 0)])
def test_values_known_only_after_apply_may_turn_off_what_is_there(
    before: Json, status: int, unknown: Json, tmp_path: Path
) -> None:
    done = change(RELEASE, "update", before=before, after={}, after_unknown={"values": unknown})

    assert reviewed(tmp_path, {"dev": plan(done)}).status == status


def upgraded(old: Json, new: Json) -> Json:
    return change(RELEASE, "update", before=old, after=new)


@pytest.mark.parametrize(
    ("done", "status"),
    [
        (upgraded({"values": ["crds: {enabled: true}"]}, {"values": ["crds: {enabled: false}"]}), 2),
        (
            upgraded(
                {"values": ["a: {persistence: {enabled: true}}"]}, {"values": ["b: {persistence: {enabled: true}}"]}
            ),
            2,
        ),
        (upgraded({"values": ["clusterIssuers: {a: {}, b: {}}"]}, {"values": ["clusterIssuers: {a: {}}"]}), 2),
        (upgraded({"chart": "karpenter-crd"}, {"chart": "karpenter"}), 2),
        (upgraded({"set": [{"name": "crds.enabled", "value": "true"}]}, {"set": []}), 2),
        (upgraded({"values": ["volumeClaimTemplate: {a: 1}"]}, {"values": ["b: 1"]}), 2),
        (upgraded({"values": ["installCRDs: true"]}, {"values": ["crds: {enabled: true}"]}), 0),
        (upgraded({"chart": "./assets/1", "name": "karpenter-nodes"}, {"chart": "./assets/2"}), 0),
        (upgraded({"chart": "metrics-server"}, {"chart": "other"}), 0),
        (upgraded({"values": ["volumeClaimTemplate: {}\nvolumeClaimTemplates: []"]}, {"values": ["a: 1"]}), 0),
        (upgraded({"values": ["crds: {enabled: false}"]}, {"values": ["a: 1"]}), 0),
        (upgraded(VOLUME, {"values": ["a: &off false\npersistence: {enabled: *off}"]}), 2),
        (upgraded({"values": [ALIAS]}, {"values": ["a: 1"]}), 2),
        (upgraded({"version": "1.0.0", "values": [ALIAS]}, {"version": "1.0.1", "values": [ALIAS]}), 0),
        (upgraded({"values": ["a: 1"]}, {"values": [ALIAS]}), 0),
    ],
)
def test_a_release_without_what_it_had(done: Json, status: int, tmp_path: Path) -> None:
    assert reviewed(tmp_path, {"dev": plan(done)}).status == status
