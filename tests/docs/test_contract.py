"""The contract explains itself: every type, field and argument says what it is."""

from collections.abc import Iterator

from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

import schema


def _undescribed() -> Iterator[str]:
    for named in schema.build().type_map.values():
        if named.name.startswith("__"):
            continue
        if not named.description:
            yield named.name
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in named.fields.items():
                if not field.description:
                    yield f"{named.name}.{name}"
                arguments = getattr(field, "args", {})
                yield from (f"{named.name}.{name}({item})" for item in arguments if not arguments[item].description)


def test_every_type_field_and_argument_is_described() -> None:
    assert list(_undescribed()) == []
