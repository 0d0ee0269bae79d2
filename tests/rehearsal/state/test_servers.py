"""State stores share servers, one after the other, and none finds what another kept there."""

from pathlib import Path

import pytest

from rehearsal import state_store_servers
from rehearsal.state_store import StateStore
from rehearsal.state_store_servers import Server, StateStoreError, servers_kept

ACCOUNT = "111122223333"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """These servers are of these tests alone."""
    monkeypatch.setattr(state_store_servers._KEPT, "idle", None)


def filled(log: Path) -> Server:
    """The server of a state store that was used and is no more."""
    with StateStore(log) as store:
        store.environment(ACCOUNT)
        store.ensure_bucket("states", versioning="Enabled")
        store._request("PUT", "/states/a.tfstate", "{}")
        return store._server


def test_the_next_store_finds_a_server_that_is_empty(tmp_path: Path) -> None:
    with servers_kept():
        first = filled(tmp_path / "log")
        with StateStore(tmp_path / "log") as store, StateStore(tmp_path / "log") as beside:
            assert (store._server is first, beside._server is first) == (True, False)
            assert store.versions("states") == {}
            with pytest.raises(StateStoreError, match="NoSuchBucket"):
                store._request("PUT", "/states/a.tfstate", "{}")
            assert store.environment(ACCOUNT)["AWS_ACCESS_KEY_ID"].startswith("AKIA")
        servers = [first, beside._server]

    assert [it.process.returncode for it in servers] == [0, 0]


def test_one_that_died_serves_nobody_any_more(tmp_path: Path) -> None:
    with servers_kept(), StateStore(tmp_path / "log") as store:
        assert store._server.port
        store._server.process.kill()
        store._server.process.wait()
        store.__exit__()

        assert state_store_servers._KEPT.idle == []
