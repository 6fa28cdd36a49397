"""How graphql-core completes an answer from the rows which the gate released. Reads values; loads nothing.

Strawberry's own resolvers are replaced: the contract's methods have no body, and a plain function a field is the fast
way through graphql-core (no `async`, no attribute look-ups by name).
"""

from collections.abc import Callable, Mapping

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, is_non_null_type

from hub.gate.response_data import ResponseData
from model.plan import Page, Row

_Info = GraphQLResolveInfo[ResponseData]
_Resolver = Callable[..., object]


def install(schema: GraphQLSchema) -> None:
    """Give every field of `schema` its resolver."""
    roots = {schema.query_type, schema.mutation_type}
    for named in schema.type_map.values():
        if isinstance(named, GraphQLInterfaceType):
            named.resolve_type = _type_of
        if not isinstance(named, GraphQLObjectType) or named.name.startswith("__"):
            continue
        named.is_type_of = None
        for name, field in named.fields.items():
            field.resolve = _resolver(named, name, is_root=named in roots)
            field.subscribe = None


def _resolver(parent: GraphQLObjectType, name: str, *, is_root: bool) -> _Resolver:
    if is_root:
        return _root
    if parent.name.endswith("Connection"):
        return _PAGE.get(name, _unknown)
    if parent.name.endswith("Edge"):
        return _EDGE.get(name, _unknown)
    if parent.name == "PageInfo":
        return _PAGE_INFO.get(name, _unknown)
    return _needed if is_non_null_type(parent.fields[name].type) else _loaded


def _unknown(_source: object, info: _Info, **_arguments: object) -> object:
    message = f"{info.parent_type.name}.{info.field_name} is declared, and nobody answers it"
    raise AssertionError(message)


def _type_of(row: Row, _info: object, _type: object) -> str:
    return row.shape.type_name


def _root(_source: object, info: _Info, **_arguments: object) -> object:
    answers = info.context
    return answers.root(str(info.path.key))


def _loaded(row: Row, info: _Info, **_arguments: object) -> object:
    answers = info.context
    return answers.take(row, row.shape.fields[info.path.key])  # type: ignore[index]  # a response key is a str here


def _needed(row: Row, info: _Info, **_arguments: object) -> object:
    answers = info.context
    return answers.take_needed(row, row.shape.fields[info.path.key])  # type: ignore[index]  # a response key is a str here


def _edges(page: Page, info: _Info, **_arguments: object) -> list[tuple[Page, int, str]]:
    return [(page, position, str(info.path.key)) for position in range(len(page.items))]


def _nodes(page: Page, info: _Info, **_arguments: object) -> list[object]:
    answers = info.context
    column = page.shape.rows[str(info.path.key)]
    return [answers.take_item(item, column) for item in page.items]


def _node(edge: tuple[Page, int, str], info: _Info, **_arguments: object) -> object:
    page, position, key = edge
    answers = info.context
    return answers.take_item(page.items[position], page.shape.rows[f"{key}.{info.path.key}"])


def _page(page: Page, _info: _Info, **_arguments: object) -> Page:
    return page


def _end_cursor(page: Page, position: int) -> str | None:
    return page.cursor(position) if page.items else None


_PAGE: Mapping[str, _Resolver] = {
    "edges": _edges,
    "nodes": _nodes,
    "pageInfo": _page,
    "totalCount": lambda page, _info, **_arguments: page.total,
}
_EDGE: Mapping[str, _Resolver] = {"node": _node, "cursor": lambda edge, _info, **_arguments: edge[0].cursor(edge[1])}
_PAGE_INFO: Mapping[str, _Resolver] = {
    "hasNextPage": lambda page, _info, **_arguments: page.has_next,
    "hasPreviousPage": lambda page, _info, **_arguments: page.has_previous,
    "startCursor": lambda page, _info, **_arguments: _end_cursor(page, 0),
    "endCursor": lambda page, _info, **_arguments: _end_cursor(page, -1),
}
