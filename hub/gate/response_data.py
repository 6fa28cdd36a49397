"""What the gate released for one request, as the completion reads it: rows by root field, errors, and their cost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from model.callers import Decision
from model.errors import DomicileError, FieldNotAllowedError, GrantExpiredError, GrantRevokedError
from model.groups import FieldGroup
from model.ids import PersonId, to_global_id
from model.plan import Column, ColumnKind, FieldSelection, Page, Row, Shape
from model.states import ConsentState


class RepeatedDenialError(FieldNotAllowedError):
    """A denied field that cannot be null, after its group was reported: nulls what is around it, and is not said again."""


class ResponseData:
    """The released values of one request. `pairwise` gives a person's id as this client sees it.

    `decided_at` is when the request came in, an ISO instant.
    """

    def __init__(
        self,
        *,
        pairwise: Callable[[PersonId], str],
        encode_cursor: Callable[[str, Sequence[Any]], str],
        decided_at: str = "",
    ) -> None:
        self._roots: dict[str, Row | Page | BaseException | None] = {}
        self._denials: dict[FieldGroup, str] = {}
        self._lapsed: dict[FieldGroup, ConsentState] = {}
        self._reported: set[FieldGroup] = set()
        self._decided: dict[str, tuple[Decision, frozenset[FieldGroup]]] = {}
        self._openings: dict[str, Sequence[str]] = {}
        self._decided_at = decided_at
        self._pairwise = pairwise
        self._encode_cursor = encode_cursor
        self.statements = 0
        self.withheld: set[FieldGroup] = set()
        self.logged: Sequence[Any] = ()  # what the log gave for the intents of the last write, in their order

    def put(self, response_key: str, value: Row | Page | BaseException | None) -> None:
        """Store the answer of a root field: an object, a page, nothing, or why there is none."""
        self._roots[response_key] = value

    def deny(self, denied: Mapping[FieldGroup, str], lapsed: Mapping[FieldGroup, ConsentState]) -> None:
        """Remember which rule denied each group, and which consent to it is over, for the errors.

        Of two root fields which deny the same group for different reasons the plain reason is given.
        """
        for group in denied:
            state = lapsed.get(group)
            if group in self._denials and self._lapsed.get(group) is not state:
                self._lapsed.pop(group, None)
            elif state is not None:
                self._lapsed[group] = state
        self._denials.update(denied)

    def decide(self, response_key: str, decision: Decision, groups: frozenset[FieldGroup]) -> None:
        """Note what was decided of the `groups` which a root field touches. Only what opened a door has a decision."""
        self._decided[response_key] = decision, groups

    def opened(self, response_key: str, rules: Sequence[str]) -> None:
        """Note by which rules a root field opened a case."""
        self._openings[response_key] = rules

    def decisions(self) -> dict[str, Any] | None:
        """What the caller is told of it: by root field, for each group the rules that allowed or denied it.

        It says what the policy said of client, purpose and case, before anything was looked up: so it tells nothing of
        what the register holds.
        """
        if not self._decided:
            return None
        decision, _ = next(iter(self._decided.values()))  # one policy set decides a whole request
        fields = {key: _said(*decided) for key, decided in sorted(self._decided.items())}
        for key, rules in self._openings.items():
            fields.setdefault(key, {})["opening"] = list(rules)
        return {"decidedAt": self._decided_at, "policyVersion": decision.policy_version, "fields": fields}

    def root(self, response_key: str) -> Row | Page | None:
        """The answer of a root field; raises what went wrong with it."""
        value = self._roots[response_key]
        if isinstance(value, BaseException):
            raise value
        return value

    def take(self, row: Row, column: Column) -> object:  # noqa: PLR0911 - one return a way of taking
        """The value of one field of `row`. Raises once for each field group that was denied."""
        match column.kind:
            case ColumnKind.PLAIN | ColumnKind.KEYED:
                return row.values[column.index]
            case ColumnKind.GLOBAL_ID:
                return to_global_id(row.shape.type_name, row.values[column.index])
            case ColumnKind.PAIRWISE_ID:
                return self._pairwise(row.values[column.index])
            case ColumnKind.SEALED | ColumnKind.LOGGED:
                opened = row.values[column.index]
                return None if opened is None else opened.get(column.sealed_key)
            case ColumnKind.COMPUTED:
                assert column.function is not None  # noqa: S101 - so composed
                return column.function(*(self.take(row, need) for need in column.needs))
            case ColumnKind.DENIED:
                self._refuse(column.group)
                return None
            case _:
                return self.take_object(row.values[column.index], column)

    def take_needed(self, row: Row, column: Column) -> object:
        """The value of a field that cannot be null: where it is denied, this always raises."""
        value = self.take(row, column)
        if column.kind is ColumnKind.DENIED:
            raise RepeatedDenialError(f"fields of the group `{column.group}` are not open to you for this purpose")
        return value

    def take_object(self, value: Any, column: Column) -> object:
        """An object, a list of objects or a page, from its raw value."""
        if column.kind is ColumnKind.CONNECTION:
            return self._take_page(value, column)
        if value is None or column.shape is None:
            return None
        if column.kind is ColumnKind.LIST:
            return [Row(column.shape, item) for item in value]
        return Row(column.shape, value)

    def take_item(self, item: Sequence[Any], column: Column) -> object:
        """The node of one item of a page."""
        return self.take_object(item[column.index], column)

    def _take_page(self, value: Any, column: Column) -> Page:
        shape = column.page
        assert shape is not None  # noqa: S101 - so composed
        items, total = value
        has_more = len(items) > shape.size
        items = items[: shape.size]
        if shape.is_backward:
            items = items[::-1]
        return Page(shape, items, has_more=has_more, total=total, encode=self._encode_cursor)

    def _refuse(self, group: FieldGroup | None) -> None:
        if group is None or group in self._reported:
            return
        self._reported.add(group)
        raise _refusal(group, self._denials.get(group, "default-deny"), self._lapsed.get(group))


def payload(selected: FieldSelection, values: Mapping[str, Any]) -> Row:
    """A payload which the hub made itself, in the shape that was asked for."""
    names = [child.coordinate.rpartition(".")[2] for child in selected.children]
    fields = {child.response_key: Column(ColumnKind.PLAIN, index) for index, child in enumerate(selected.children)}
    return Row(Shape(selected.type_name, fields), [values[name] for name in names])


def with_field(row: Row, asked: FieldSelection, made: Row | str | None) -> Row:
    """`row` with one field more, which no statement loaded: an object or a text that the hub made."""
    shape = made.shape if isinstance(made, Row) else None
    kind = ColumnKind.PLAIN if isinstance(made, str) else ColumnKind.OBJECT
    column = Column(kind, len(row.values), asked.group, shape=shape)
    fields = {**row.shape.fields, asked.response_key: column}
    return Row(replace(row.shape, fields=fields), [*row.values, made.values if isinstance(made, Row) else made])


def _said(decision: Decision, groups: frozenset[FieldGroup]) -> dict[str, Any]:
    said: dict[str, dict[str, list[str]]] = {"allowed": {}, "denied": {}}
    for group in sorted(groups):
        said["allowed" if decision.allows(group) else "denied"][group.value] = decision.rules(group)
    return said


def _refusal(group: FieldGroup, rule: str, lapsed: ConsentState | None) -> DomicileError:
    """Why a group is closed. Only who holds the case gets as far as to learn of a consent in it."""
    match lapsed:
        case ConsentState.REVOKED:
            return GrantRevokedError(f"the resident has withdrawn their consent to `{group}`: go on without it")
        case ConsentState.EXPIRED:
            return GrantExpiredError(f"the resident's consent to `{group}` has run out: ask them for a new one")
        case _:
            return FieldNotAllowedError(
                f"fields of the group `{group}` are not open to you for this purpose (rule `{rule}`)"
            )
