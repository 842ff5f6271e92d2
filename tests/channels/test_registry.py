"""Which networks there are."""

from importlib.metadata import EntryPoint, EntryPoints

import pytest

from webcare.channels import registry


@pytest.fixture(autouse=True)
def forget() -> None:
    registry.adapter.cache_clear()
    registry._places.cache_clear()


def test_a_network_is_asked_for_by_its_key() -> None:
    assert registry.adapter("x").capabilities.network == "x"
    assert registry.adapter("x") is registry.adapter("x")


def test_an_unknown_network_names_those_there_are() -> None:
    with pytest.raises(registry.UnknownNetwork, match=f"there are {', '.join(registry.BUILT_IN)}"):
        registry.adapter("telegraph")


def test_another_package_may_bring_a_network_but_not_replace_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    brought = EntryPoints(
        EntryPoint(name, "webcare.channels.x.adapter:XAdapter", registry.GROUP) for name in ("semaphore", "email")
    )
    monkeypatch.setattr(registry, "entry_points", lambda group: brought.select(group=group))
    assert registry.networks() == (*registry.BUILT_IN, "semaphore")
    assert registry.adapter("semaphore").capabilities.name == "X"
    assert registry._places()["email"].startswith("webcare.")


def test_every_network_of_ours_says_who_it_is() -> None:
    for network in registry.BUILT_IN:
        assert registry.adapter(network).capabilities.network == network
