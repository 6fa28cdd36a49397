"""Relay's cursor connections, once for all types: edges, nodes, page information and the total."""

from typing import Generic, TypeVar

import strawberry

Item = TypeVar("Item")


@strawberry.type(description="Where a page stands among the others.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more comes after this page.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before this page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first item here.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last item here.")


@strawberry.type(description="An item of a page, with its cursor.")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(description="Give it as `after` or `before` to go on from here.")
    node: Item = strawberry.field(description="The item.")


@strawberry.type(description="A list in pages.")
class Connection(Generic[Item]):
    edges: list[Edge[Item]] = strawberry.field(description="The items with their cursors.")
    nodes: list[Item] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int = strawberry.field(description="How many items there are over all pages; counted when asked for.")
