import socket

import pytest
from django.conf import settings
from redis import Redis
from redis.exceptions import ConnectionError as Unreachable

from forum.cache import SteadyRedisCache

OPTIONS = {"OPTIONS": {"socket_connect_timeout": 1}}


@pytest.fixture
def nowhere() -> str:
    """The address of a Redis that isn't there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"


def test_while_redis_is_away_a_process_counts_for_itself(nowhere: str) -> None:
    cache = SteadyRedisCache(nowhere, OPTIONS)
    cache.clear()
    assert cache.add("count", 0, timeout=60)
    assert not cache.add("count", 0, timeout=60)
    assert cache.incr("count") == 1
    cache.set("name", "Ada")
    assert (cache.get("name"), cache.has_key("name")) == ("Ada", True)
    cache.delete("name")
    assert cache.get("name", "nobody") == "nobody"
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never-counted")


def test_processes_share_what_redis_keeps() -> None:
    address = "redis://127.0.0.1:6379/15"
    try:
        Redis.from_url(address, socket_connect_timeout=1).ping()
    except Unreachable:
        pytest.skip("No Redis answers on this machine.")
    one, other = SteadyRedisCache(address, OPTIONS), SteadyRedisCache(address, OPTIONS)
    key = f"count-{settings.DATA_DIR.name}"
    one.add(key, 0, timeout=60)
    one.incr(key)
    other.incr(key)
    assert one.get(key) == 2
    one.delete(key)
