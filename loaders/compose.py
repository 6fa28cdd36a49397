"""A selection, narrowed by a decision, becomes one statement. The only place that joins Cypher text.

Every fragment is static; `this`, `next` and local variables are renamed, values travel as parameters. Columns are
numbered by their place, children stand in a canonical order, so the text depends on what is asked and on neither
aliases nor values: the database plans it once.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loaders import cursors
from loaders.arguments import stored
from loaders.fragments import fragment, parameters_of, rename
from loaders.planner import is_counted, page_size
from loaders.source import (
    CONTEXT,
    Connection,
    Count,
    GlobalId,
    Keyed,
    Logged,
    Many,
    One,
    Ordering,
    PairwiseId,
    Property,
    Sealed,
    Source,
    Value,
)
from loaders.sources import MADE, SOURCES
from model.errors import FieldNotAllowedError, ValidationFailedError
from model.graph import sealed_property_name
from model.groups import FieldGroup
from model.plan import Column, ColumnKind, FieldSelection, PageShape, Plan, Scope, Shape

Listed = Sequence[Mapping[str, Any]]
"""A list that the graph does not hold: maps, each with its `order`, in that order."""

_KEYSET = re.compile(r"\bkeyset\b")
_IMPORTS = "jurisdiction"
_RESTRICTED = "__restricted"  # and of what they restrict (tokens of purposes)
_SUBJECT = "__subject"  # the pseudo-field by which a topic says where the id of a person stands


def compose(
    selected: FieldSelection,
    *,
    prefix: str,
    context: Mapping[str, Any],
    allowed: frozenset[FieldGroup],
    seal: cursors.Seal,
    listed: Mapping[str, Listed] | None = None,
    list_max: int | None = None,
) -> Plan:
    """The plan for one root field.

    `prefix` names the fragment that yields `jurisdiction`; `context` holds the request's own parameters; `seal`
    opens the caller's cursors; `listed` are the lists that connections name; `list_max` replaces the bound of every list
    without pages, where a whole record is asked for. Raises `ValidationFailedError` for a forged cursor or an id of another
    type.
    """
    statement = _Statement(
        allowed=allowed,
        seal=seal,
        listed=listed or {},
        list_max=list_max,
        parameters={name: context[name] for name in sorted(CONTEXT)},
        bound={
            **{name: context[name] for name in ("asOf", "client", "person")},
            "root": cursors.unpaged(
                selected.arguments
            ),  # a page goes on below the same object, as known at the same time
        },
    )
    column, body = statement.relation(selected, this="", result="value")
    text = f"{fragment(prefix)} CALL (jurisdiction) {{ {body} }} RETURN jurisdiction, value"
    used = set(re.findall(r"\$(\w+)", text))
    return Plan(
        text=text,
        parameters={name: value for name, value in statement.parameters.items() if name in used},
        root=column,
        groups=frozenset(statement.groups),
        denied=frozenset(statement.denied),
    )


def structure(selected: FieldSelection) -> str:
    """A key that sorts selections by what they ask, blind to aliases and values: it makes the text canonical."""
    below = sorted(structure(child) for child in selected.children)
    return json.dumps([selected.coordinate, sorted(selected.arguments), below])


@dataclass
class _RowText:
    """One object's row under construction: its expressions, the sub-queries that feed it, and its fields."""

    variable: str
    expressions: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    fields: dict[str, Column] = field(default_factory=dict)
    inner: list[Column] = field(default_factory=list)
    fetched: dict[tuple[str, str], str] = field(default_factory=dict)  # names of values, by fragment and form

    def put(self, expression: str) -> int:
        """The index of `expression` in the row; the same expression stands there once."""
        if expression not in self.expressions:
            self.expressions.append(expression)
        return self.expressions.index(expression)

    @property
    def text(self) -> str:
        return f"[{', '.join(self.expressions)}]"


@dataclass
class _Statement:
    """One statement under construction: its parameters, and numbers for variables."""

    allowed: frozenset[FieldGroup]
    seal: cursors.Seal
    listed: Mapping[str, Listed]
    list_max: int | None
    parameters: dict[str, Any]
    bound: Mapping[str, Any]  # what a cursor is valid for, besides its own connection and arguments
    groups: set[FieldGroup] = field(default_factory=set)
    denied: set[FieldGroup] = field(default_factory=set)
    counter: int = 0
    own_parameters: int = 0

    def relation(self, selected: FieldSelection, *, this: str, result: str) -> tuple[Column, str]:
        """The sub-query of a field that leads to objects, and how its result is taken."""
        source = SOURCES[selected.coordinate]
        if selected.group is not None:
            self.groups.add(selected.group)
        match source:
            case One():
                return self._one(selected, source, this=this, result=result)
            case Many():
                return self._many(selected, source, this=this, result=result)
            case Connection():
                return self._connection(selected, source, this=this, result=result)
            case _:
                raise AssertionError(selected.coordinate)

    def _one(self, selected: FieldSelection, source: One, *, this: str, result: str) -> tuple[Column, str]:
        text, following = self._fragment(source.fragment, selected.arguments, this)
        row, shape = self._object(selected, following)
        body = f"{text} WITH {following} LIMIT 1 {' '.join(row.calls)} RETURN head(collect({row.text})) AS {result}"
        return Column(ColumnKind.OBJECT, group=selected.group, shape=shape, closed=source.closed), body

    def _many(self, selected: FieldSelection, source: Many, *, this: str, result: str) -> tuple[Column, str]:
        text, following = self._fragment(source.fragment, selected.arguments, this)
        row, shape = self._object(selected, following)
        order = ", ".join(rename(item, this=this, following=following, parameters={}) for item in source.order)
        body = (
            f"{text} WITH {following} ORDER BY {order} LIMIT {self.list_max or source.limit} {' '.join(row.calls)}"
            f" RETURN collect({row.text}) AS {result}"
        )
        return Column(ColumnKind.LIST, group=selected.group, shape=shape, closed=source.closed), body

    def _connection(
        self, selected: FieldSelection, source: Connection, *, this: str, result: str
    ) -> tuple[Column, str]:
        arguments = selected.arguments
        names = _fragment_names(source, arguments)
        bound = cursors.binding(selected.coordinate, {**arguments, **self.bound})
        part, listed = self._part(selected, source.listed, bound)
        page, items, rows = self._page(part, source, names, this=this, bound=bound)
        total, count = (listed, "") if listed else self._total(selected, names, this=this)
        shape = PageShape(
            size=page_size(arguments),
            is_backward="last" in arguments,
            has_cursor="after" in arguments or "before" in arguments,
            binding=bound,
            rows=rows,
        )
        body = f"{page}{count} RETURN [{items}, {total}] AS {result}"
        return Column(ColumnKind.CONNECTION, group=selected.group, page=shape, closed=source.closed), body

    def _ordering(self, selected: FieldSelection, source: Connection) -> Ordering:
        """The order that is asked for; the connection's own has no fragment. Raises `FieldNotAllowedError`."""
        ordering = source.orders.get(selected.arguments.get("orderBy", ""))
        if ordering is None:
            return Ordering("", "", source.order, FieldGroup.PLACE)
        if ordering.group not in self.allowed:
            raise FieldNotAllowedError(
                f"the order `{selected.arguments['orderBy']}` is not open to you for this purpose"
            )
        self.groups.add(ordering.group)
        return ordering

    def _part(self, selected: FieldSelection, name: str, bound: str) -> tuple[FieldSelection, str]:
        """The field with the page's part of a list as one more argument, and how many are on the list.

        The field as it is, and nothing, where no list is named: its items are the graph's.
        """
        if not name:
            return selected, ""
        arguments = selected.arguments
        items = listed = self.listed.get(name, ())  # none: the plan is only looked at
        size, is_backward = page_size(arguments) + 1, "last" in arguments
        behind = self._cursor(arguments, bound, 1)
        if behind:
            items = [
                item for item in items if (item["order"] < behind[0]) == is_backward and item["order"] != behind[0]
            ]
        part = items[-size:] if is_backward else items[:size]
        return replace(selected, arguments={**arguments, name: part}), f"${self._parameter(len(listed))}"

    def _page(
        self, selected: FieldSelection, source: Connection, names: Sequence[str], *, this: str, bound: str
    ) -> tuple[str, str, dict[str, Column]]:
        """The sub-query for the rows of one page (and one more), the name of its list, and where nodes stand."""
        arguments = selected.arguments
        ordering = self._ordering(selected, source)
        behind = self._cursor(arguments, bound, len(ordering.order))
        if is_counted(selected.children):
            return "", "[]", {}
        text, following = self._fragments([*names, *filter(None, [ordering.fragment])], arguments, this)
        order = [rename(item, this=this, following=following, parameters={}) for item in ordering.order]
        kept = f"{following}, {rename(ordering.carried, this=this, following=following, parameters={})}".rstrip(", ")
        direction, sign = (" DESC", "<") if "last" in arguments else ("", ">")
        text = self._behind_cursor(text, following, order, sign=sign, values=behind)
        row = _RowText(following, expressions=[f"[{', '.join(order)}]"])
        rows = self._page_rows(selected, row)
        limit = self._parameter(page_size(arguments) + 1)
        page = (
            f"{text} WITH {kept} ORDER BY {', '.join(item + direction for item in order)} LIMIT ${limit}"
            f" {' '.join(row.calls)} RETURN collect({row.text}) AS {following}_page"
        )
        return f"CALL ({_imports(this)}) {{ {page} }}", f"{following}_page", rows

    def _total(self, selected: FieldSelection, names: Sequence[str], *, this: str) -> tuple[str, str]:
        """The name of the total and the sub-query that counts it; null and none where it isn't asked for."""
        if all(child.coordinate.rpartition(".")[2] != "totalCount" for child in selected.children):
            return "null", ""
        text, following = self._fragments(names, selected.arguments, this)
        total = f"{following}_total"
        counted = f"{_KEYSET.sub('true', text)} RETURN count(DISTINCT {following}) AS {total}"
        return total, f" CALL ({_imports(this)}) {{ {counted} }}"

    def _cursor(self, arguments: Mapping[str, Any], bound: str, width: int) -> list[Any]:
        """The order values of the cursor that was given; empty where none was."""
        cursor = arguments.get("after", arguments.get("before"))
        values = cursors.decode(self.seal, bound, cursor) if cursor is not None else []
        if values and len(values) != width:
            raise ValidationFailedError("this cursor is not of this connection: use one from a page of it")
        return values

    def _behind_cursor(
        self, text: str, following: str, order: Sequence[str], *, sign: str, values: Sequence[Any]
    ) -> str:
        """`text` narrowed to what lies behind the cursor, in index order where the fragment has a place for it."""
        if not values:
            return _KEYSET.sub("true", text)
        predicate = self._keyset(list(order), list(values), sign)
        if _KEYSET.search(text):
            return _KEYSET.sub(lambda _: predicate, text)
        return f"{text} WITH {following} WHERE {predicate}"

    def _keyset(self, order: list[str], values: list[Any], sign: str) -> str:
        name = self._parameter(values[0])
        if len(order) == 1:
            return f"{order[0]} {sign} ${name}"
        rest = self._keyset(order[1:], values[1:], sign)
        return f"({order[0]} {sign} ${name} OR ({order[0]} = ${name} AND {rest}))"

    def _page_rows(self, selected: FieldSelection, row: _RowText) -> dict[str, Column]:
        """One row for each `edges { node }` and each `nodes` that is selected, by its response key."""
        rows: dict[str, Column] = {}
        for child in sorted(selected.children, key=structure):
            kind = child.coordinate.rpartition(".")[2]
            if kind == "nodes":
                rows[child.response_key] = self._page_row(child, row)
            elif kind == "edges":
                for below in child.children:
                    if below.coordinate.endswith(".node"):
                        rows[f"{child.response_key}.{below.response_key}"] = self._page_row(below, row)
        return rows

    def _page_row(self, selected: FieldSelection, row: _RowText) -> Column:
        inner, shape = self._object(selected, row.variable)
        row.calls.extend(inner.calls)
        row.expressions.append(inner.text)
        return Column(ColumnKind.OBJECT, index=len(row.expressions) - 1, shape=shape)

    def _object(self, selected: FieldSelection, variable: str) -> tuple[_RowText, Shape]:
        """The row of one object of the selected type, and its shape."""
        row = _RowText(variable)
        subject = SOURCES.get(f"{selected.type_name}.{_SUBJECT}")
        subject_index = row.put(f"{variable}.{subject.name}") if isinstance(subject, Property) else None
        restricted = SOURCES.get(f"{selected.type_name}.{_RESTRICTED}")
        restricted_index = row.put(f"{variable}.{restricted.name}") if isinstance(restricted, Property) else None
        for child in sorted(selected.children, key=structure):
            if child.coordinate not in MADE:
                row.fields[child.response_key] = self._field(child, row)
        return row, Shape(
            type_name=selected.type_name,
            fields=row.fields,
            subject_index=subject_index,
            restricted_index=restricted_index,
            inner=tuple(row.inner),
        )

    def _field(self, selected: FieldSelection, row: _RowText) -> Column:
        if selected.group is not None and selected.group not in self.allowed:
            self.denied.add(selected.group)
            return Column(ColumnKind.DENIED, group=selected.group)
        if selected.group is not None:
            self.groups.add(selected.group)
        if selected.computed is not None:
            type_name = selected.coordinate.partition(".")[0]
            needs = tuple(self._leaf(SOURCES[f"{type_name}.{name}"], name, row) for name in selected.computed.needs)
            return Column(ColumnKind.COMPUTED, needs=needs, function=selected.computed.function)
        source = SOURCES[selected.coordinate]
        if not isinstance(source, One | Many | Connection):
            if isinstance(source, Value):
                index = self._value(source.fragment, row, source.form.value, selected.arguments)
                return Column(ColumnKind.PLAIN, index, selected.group)
            if isinstance(source, Count):
                return Column(ColumnKind.PLAIN, self._count(source.fragment, row), selected.group)
            return self._leaf(source, selected.coordinate.partition(".")[2], row, group=selected.group)
        result = self._name("c")
        column, body = self.relation(selected, this=row.variable, result=result)
        row.calls.append(f"CALL ({_imports(row.variable)}) {{ {body} }}")
        column = replace(column, index=row.put(result))
        row.inner.append(column)
        return column

    def _leaf(self, source: Source, name: str, row: _RowText, group: FieldGroup | None = None) -> Column:
        match source:
            case Property(stored, form):
                expression = form.value.format(f"{row.variable}.{stored or name}", row.variable)
                return Column(ColumnKind.PLAIN, row.put(expression), group)
            case GlobalId(stored):
                return Column(ColumnKind.GLOBAL_ID, row.put(f"{row.variable}.{stored}"), group)
            case PairwiseId():
                return Column(ColumnKind.PAIRWISE_ID, row.put(f"{row.variable}.id"), group)
            case Keyed() | Logged():
                return self._looked_up(source, name, row, group)
            case Value(file, form):
                return Column(ColumnKind.PLAIN, self._value(file, row, form.value), group)
            case Sealed():
                return self._sealed(source, row, group)
            case _:
                raise AssertionError(name)

    def _sealed(self, source: Sealed, row: _RowText, group: FieldGroup | None) -> Column:
        stored = f"{row.variable}.{sealed_property_name(source.group)}"
        index = self._value(source.fragment, row, "{0}") if source.fragment else row.put(stored)
        column = Column(
            ColumnKind.SEALED, index, group, sealed_group=source.group, sealed_key=source.key, closed=source.closed
        )
        if all(other.index != index for other in row.inner):
            row.inner.append(column)
        return column

    def _looked_up(self, source: Keyed | Logged, name: str, row: _RowText, group: FieldGroup | None) -> Column:
        if isinstance(source, Keyed):
            stored = f"{row.variable}.{source.name or name}"
            place = self._value(source.fragment, row, "{0}") if source.fragment else row.put(stored)
            own = row.put(f"{row.variable}.id") if source.scope is Scope.ITSELF else -1
            column = Column(ColumnKind.KEYED, place, group, naming=source.naming, scope=source.scope, scope_index=own)
        else:
            place = row.put(f"{row.variable}.number")
            column = Column(ColumnKind.LOGGED, place, group, sealed_key=source.key or name)
        if all(other.index != column.index for other in row.inner):
            row.inner.append(column)
        return column

    def _value(self, file: str, row: _RowText, form: str, arguments: Mapping[str, Any] | None = None) -> int:
        """A column that a fragment yields; asked for twice in a row, it is fetched once, unless it has arguments."""
        known = None if parameters_of(file) - CONTEXT else row.fetched.get((file, form))
        if known is None:
            known = row.fetched[file, form] = self._name("v")
            text, following = self._fragment(file, arguments or {}, row.variable)
            value = form.format(following)
            row.calls.append(
                f"CALL ({_imports(row.variable)}) {{ {text} WITH {following} LIMIT 1"
                f" RETURN head(collect({value})) AS {known} }}"
            )
        return row.put(known)

    def _count(self, file: str, row: _RowText) -> int:
        """A column with the number of what a fragment yields."""
        counted = self._name("v")
        text, following = self._fragment(file, {}, row.variable)
        row.calls.append(
            f"CALL ({_imports(row.variable)}) {{ {text} RETURN count(DISTINCT {following}) AS {counted} }}"
        )
        return row.put(counted)

    def _fragments(self, names: Sequence[str], arguments: Mapping[str, Any], this: str) -> tuple[str, str]:
        """The fragments one behind the other, each going on from the `next` of the one before; and the last one's."""
        before = []
        for name in names[:-1]:
            text, this = self._fragment(name, arguments, this)
            before.append(_KEYSET.sub("true", text))
        text, following = self._fragment(names[-1], arguments, this)
        return " ".join([*before, text]), following

    def _fragment(self, name: str, arguments: Mapping[str, Any], this: str) -> tuple[str, str]:
        """The text of a fragment under fresh names, its arguments as parameters; and the name of its `next`."""
        own = sorted(parameters_of(name) - CONTEXT)
        names = {argument: self._parameter(stored(argument, arguments)) for argument in own}
        following = self._name("n")
        return rename(fragment(name), this=this, following=following, parameters=names), following

    def _parameter(self, value: Any) -> str:
        name = f"p{self.own_parameters}"
        self.own_parameters += 1
        self.parameters[name] = value
        return name

    def _name(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter}"


def _fragment_names(source: Connection, arguments: Mapping[str, Any]) -> Sequence[str]:
    """The fragments for what was asked. Two arguments that each need one of their own are refused, or one would be passed over."""
    given = [name for name in source.when if name in arguments]
    if len(given) > 1:
        raise ValidationFailedError(f"`{given[0]}` does not go with `{given[1]}`: give one of them")
    return source.when[given[0]] if given else (source.fragment,)


def _imports(this: str) -> str:
    return f"{this}, {_IMPORTS}" if this else _IMPORTS
