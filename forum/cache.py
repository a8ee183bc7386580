"""Redis as a cache that may be away for a while."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _shared_or_own(name: str) -> Callable[..., Any]:
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    def call(cache: "SteadyRedisCache", *args: Any, **options: Any) -> Any:
        try:
            return shared(cache, *args, **options)
        except RedisError as error:
            log.warning("Redis can't be reached, each process counts for itself: %s", error)
            return own(cache.own, *args, **options)

    return call


class SteadyRedisCache(RedisCache):
    """While Redis is away each process keeps what is cached for itself.

    Those are the counts behind limits: they hold on, only not across processes.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {})

    add = _shared_or_own("add")
    get = _shared_or_own("get")
    set = _shared_or_own("set")
    touch = _shared_or_own("touch")
    delete = _shared_or_own("delete")
    has_key = _shared_or_own("has_key")
    incr = _shared_or_own("incr")
    clear = _shared_or_own("clear")
