"""A Ninja router that uses the operations of this package."""

from collections.abc import Callable
from typing import Any, override

import ninja

from api.http.access import Access
from api.http.operation import SAFE, SchemaOperation
from api.http.writing.operation import WriteOperation


class Router(ninja.Router):
    """A Ninja router that uses `SchemaOperation`, and `WriteOperation` for routes that write.

    A route writes if its method is not a safe one and it `needs` a scope.
    """

    @override
    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        super().add_api_operation(path, methods, view_func, **options)
        access = options.get("auth")
        writes = isinstance(access, Access) and not access.is_open and SAFE.isdisjoint(methods)
        # Ninja has no setting for its operation class.
        operation = self.path_operations[path].operations[-1]
        operation.__class__ = WriteOperation if writes else SchemaOperation
