"""Saved views: keeping, renaming, deleting what an officer explored. They name things and no person, so nobody's log has them.

Each is an entry about nobody, like every write.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hub.gate.pipeline import RequestContext, ResponseData, officer_parameters
from hub.mutations.transaction import Handler, WriteTransaction, checked, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.callers import Question
from model.errors import ConflictError, FieldNotAllowedError, NotOnStaffError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import from_global_id, new_private_id, to_global_id
from model.plan import FieldSelection, Row
from model.views import parse_view, written

_TYPE = "SavedView"
_GROUPS = frozenset({FieldGroup.VIEW})
_NO_VIEW = "you keep no such view: `views { nodes { id isOwn } }` says which are yours"
_NO_VIEW_OF_OFFICE = "your office keeps no such view: `views { nodes { id } }` has those it keeps"


class Views:
    """The mutations about saved views."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._gate = transaction.gate

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.saveView": self._save,
            "Mutation.changeView": self._put,
            "Mutation.renameView": self._rename,
            "Mutation.deleteView": self._delete,
        }

    async def _save(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        self._check_allowed(context, selected, answers)
        given = selected.arguments["input"]
        name, content = _name(given["name"]), parse_view(given["content"])
        is_draft = given.get("isDraft", False)
        await self._check_start(context, content.start, answers, is_another=not is_draft)
        own = new_private_id()  # it is the address that is shared: nothing of it can be guessed
        ends_at = context.at + timedelta(days=limits.VIEW_DRAFT_DAYS if is_draft else limits.VIEW_DAYS)
        view = {
            "id": own,
            "name": name,
            "content": written(content),
            "officer": context.caller.subject,
            "office": context.caller.office,
            "createdAt": context.at,
            "endsAt": ends_at,
            "isDraft": is_draft,
            "version": 1,
        }
        statement = fragment("writes/save_view"), {"view": checked(_TYPE, view)}
        await self._commit(context, statement, answers)
        times = {"createdAt": instant_text(context.at), "endsAt": instant_text(ends_at)}
        return payload(selected, {**view, **times, "id": to_global_id(_TYPE, own), "isOwn": True})

    async def _put(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        """What a view of the office holds anew, by whom of it ever; its name and its end are its officer's and stay."""
        self._check_allowed(context, selected, answers)
        given = selected.arguments["input"]
        content = parse_view(given["content"])
        await self._check_start(context, content.start, answers, is_another=False)
        parameters = {**_which(context, given["id"]), "version": given["version"], "content": written(content)}
        rows = await self._commit(context, (fragment("writes/change_view"), parameters), answers)
        if not rows:
            raise ValidationFailedError(_NO_VIEW_OF_OFFICE)
        *row, is_own, is_changed = rows[0]
        if not is_changed:
            raise ConflictError("the view was saved meanwhile: open it anew, or save yours under another name")
        return payload(selected, _values(row, is_own=is_own))

    async def _rename(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        return await self._change(
            context, selected, answers, "writes/rename_view", {"name": _name(selected.arguments["name"])}
        )

    async def _delete(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        return await self._change(context, selected, answers, "writes/delete_view", {})

    async def _change(
        self,
        context: RequestContext,
        selected: FieldSelection,
        answers: ResponseData,
        name: str,
        more: Mapping[str, Any],
    ) -> Row:
        """What is done to a view of one's own. Another's, one that ended and an unknown one are the same."""
        self._check_allowed(context, selected, answers)
        await self._authority(context, "", answers)
        parameters = {**_which(context, selected.arguments["id"]), **more}
        rows = await self._commit(context, (fragment(name), parameters), answers)
        if not rows:
            raise ValidationFailedError(_NO_VIEW, reason=Reason.UNKNOWN, argument="view")
        return payload(selected, _values(rows[0], is_own=True))

    def _check_allowed(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> None:
        self._gate.check_purpose(context)
        decision = context.policy.decide(Question(client=context.caller.client, purpose=context.purpose), _GROUPS)
        answers.decide(selected.response_key, decision, _GROUPS)
        if not decision.allows(FieldGroup.VIEW):
            rule = decision.denied.get(FieldGroup.VIEW, "default-deny")
            raise FieldNotAllowedError(f"views are not open to you for this purpose (rule `{rule}`)")

    async def _check_start(
        self, context: RequestContext, start: str, answers: ResponseData, *, is_another: bool
    ) -> None:
        """None starts from a natural person's licence; that is said in the words for any licence that is not found."""
        type_name, local = from_global_id(start)
        is_licence = type_name == "LandlordLicence"
        is_companys, views = await self._authority(context, local if is_licence else "", answers)
        if is_another and views >= limits.VIEWS_PER_OFFICER_MAX:
            raise ValidationFailedError(
                f"you keep {limits.VIEWS_PER_OFFICER_MAX} views: delete one first",
                reason=Reason.COUNT,
                argument="views",
                least=0,
                most=limits.VIEWS_PER_OFFICER_MAX,
            )
        if is_licence and not is_companys:
            raise ValidationFailedError(
                "a view starts from a place, a firm, or a company's licence in the jurisdiction"
            )

    async def _authority(self, context: RequestContext, licence: str, answers: ResponseData) -> tuple[bool, int]:
        parameters = {
            **officer_parameters(context),
            "today": context.today,
            "at": context.at.isoformat(),
            "licence": licence,
        }
        staff, is_companys, views = (await self._gate.authority("authority/view_start", parameters, context, answers))[
            0
        ]
        if staff is None:
            raise NotOnStaffError
        return is_companys, views

    async def _commit(
        self, context: RequestContext, statement: tuple[str, Mapping[str, Any]], answers: ResponseData
    ) -> Any:
        entry = context.entry("write", subject=None, legal_basis=self._transaction.legal_basis(context), groups=_GROUPS)
        return await self._transaction.commit(context, [entry], statement, answers)


def _which(context: RequestContext, view: str) -> dict[str, Any]:
    """The parameters of a statement about one view that is there."""
    return {
        "id": from_global_id(view)[1],
        "officer": context.caller.subject,
        "office": context.caller.office,
        "at": context.at.isoformat(),
    }


def _values(row: Sequence[Any], *, is_own: bool) -> dict[str, Any]:
    """A view as such a statement answers it."""
    own, called, content, created_at, ends_at, is_draft, version, officer = row
    return {
        "id": to_global_id(_TYPE, own),
        "name": called,
        "content": content,
        "createdAt": created_at,
        "endsAt": ends_at,
        "isOwn": is_own,
        "isDraft": is_draft,
        "version": version,
        "officer": officer,
    }


def _name(text: str) -> str:
    """A view's name. Raises `ValidationFailedError`."""
    name = text.strip()
    if not 0 < len(name) <= limits.VIEW_NAME_CHARACTERS_MAX or not name.isprintable():
        raise ValidationFailedError(
            f"a view's name has 1 to {limits.VIEW_NAME_CHARACTERS_MAX} characters, in one line",
            reason=Reason.LENGTH,
            argument="name",
            least=1,
            most=limits.VIEW_NAME_CHARACTERS_MAX,
        )
    return name
