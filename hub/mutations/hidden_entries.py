"""What a resident keeps off their own screen, and brings back: their own act, and nobody's who acts for them."""

from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.mutations.transaction import Handler, OwnWrite, WriteTransaction, checked, instant_text, payload
from loaders.fragments import fragment
from model import limits
from model.errors import ConflictError, Reason, ValidationFailedError
from model.graph import sealed_property_name
from model.groups import FieldGroup
from model.hidden_entries import ACT, OffScreen
from model.ids import new_private_id
from model.plan import FieldSelection, Row


class Hiding:
    """The two mutations."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._ports = transaction.ports

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {"Mutation.hideEntries": self._hide, "Mutation.showEntries": self._show}

    async def _hide(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        numbers, cases = _given(selected)
        known = {record.subject_sequence for record in await self._ports.ledger.read_subject(own.person)}
        if numbers - known:
            raise RefusedCaseError(_unknown(min(numbers - known)), own.person)
        off_screen = own.record.off_screen.with_more(numbers, cases)
        if len(off_screen.numbers) > limits.HIDDEN_ENTRIES_MAX or len(off_screen.cases) > limits.HIDDEN_CASES_MAX:
            refusal = ValidationFailedError(
                f"at most {limits.HIDDEN_ENTRIES_MAX} entries and {limits.HIDDEN_CASES_MAX} cases are hidden: "
                "hide a case rather than its entries",
                reason=Reason.COUNT,
                argument="numbers",
                least=0,
                most=limits.HIDDEN_ENTRIES_MAX,
            )
            raise RefusedCaseError(refusal, own.person)
        await self._keep(context, own, off_screen, answers)
        return payload(selected, {"at": instant_text(context.at)})

    async def _show(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        await self._keep(context, own, own.record.off_screen.without(*_given(selected)), answers)
        return payload(selected, {"at": instant_text(context.at)})

    async def _keep(self, context: RequestContext, own: OwnWrite, off_screen: OffScreen, answers: ResponseData) -> Any:
        sealed = self._ports.vault.seal(own.person, FieldGroup.RIGHTS, off_screen.sealable())
        properties = {
            "id": new_private_id(),
            "version": off_screen.version + 1,
            sealed_property_name(FieldGroup.RIGHTS): sealed,
        }
        parameters = {
            "person": own.person,
            "before": off_screen.version,
            "off_screen": checked("OffScreen", properties),
        }
        entry = own.entry(extra={ACT: "yes"})
        if not await self._transaction.commit(context, [entry], (fragment("writes/hide"), parameters), answers):
            raise RefusedCaseError(ConflictError("something else was hidden or shown meanwhile: try again"), own.person)


def _given(selected: FieldSelection) -> tuple[frozenset[int], frozenset[str]]:
    """The numbers and the cases. Raises `ValidationFailedError` for what is no number of a case."""
    given = selected.arguments["input"]
    cases = frozenset(given.get("cases") or ())
    if wrong := sorted(case for case in cases if not case.isalnum() or len(case) > limits.CASE_NUMBER_CHARACTERS_MAX):
        raise ValidationFailedError(
            f"`{wrong[0][:64]}` is no number of a case: `me {{ cases {{ number }} }}` lists yours",
            reason=Reason.FORM,
            argument="case",
        )
    return frozenset(given.get("numbers") or ()), cases


def _unknown(number: int) -> ValidationFailedError:
    return ValidationFailedError(
        f"there is no entry `{number}` on your log: `accessLog` lists them", reason=Reason.UNKNOWN, argument="entry"
    )
