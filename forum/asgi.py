"""Where uvicorn enters: pages go through a2wsgi to Django's WSGI side.

Under its own ASGI handler Django starts a thread and a database connection for every request;
here a few threads are reused (docs/decisions/server.md).
"""

from typing import Any

from a2wsgi import WSGIMiddleware

from forum.wsgi import application as django_application

pages: Any = WSGIMiddleware(django_application, workers=8, send_queue_size=10)  # type: ignore[arg-type]


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await pages(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await send({"type": "websocket.close"})


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
