"""The same verbs as JSON."""
from __future__ import annotations
from typing import TYPE_CHECKING, Any
from litestar import Router
OPENAPI = None
def router(site: Any) -> Router:
    return Router("/api", route_handlers=[])
