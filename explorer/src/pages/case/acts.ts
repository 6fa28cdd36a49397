// What the page writes: each is on the resident's log before it is in the register.
import { graphql } from "../../api/schema.ts";

export const OpenAtCounter = graphql(`
  mutation OpenAtCounter($input: OpenCaseInput!) {
    openCase(input: $input) { case { number } receipt }
  }
`);

export const PasskeyChallenge = graphql(`
  mutation PasskeyChallenge($kind: CaseKind!) {
    createCounterChallenge(kind: $kind) { options expiresAt }
  }
`);

export const AcceptCase = graphql(`
  mutation AcceptCase($case: String!) { acceptCase(case: $case) { number at } }
`);

export const NameDeputy = graphql(`
  mutation NameDeputy($input: NameDeputyInput!) { nameDeputy(input: $input) { number at } }
`);

export const RequestTransfer = graphql(`
  mutation RequestTransfer($input: RequestTransferInput!) { requestTransfer(input: $input) { number at } }
`);

export const CloseCase = graphql(`
  mutation CloseCase($case: String!) { closeCase(case: $case) { number at } }
`);

export const RefuseCase = graphql(`
  mutation RefuseCase($input: RefuseCaseInput!) { refuseCase(input: $input) { number at } }
`);

export const RequestDisclosure = graphql(`
  mutation RequestDisclosure($input: RequestDisclosureInput!) { requestDisclosure(input: $input) { number at } }
`);

export const AssentAtCounter = graphql(`
  mutation AssentAtCounter($input: AssentAtCounterInput!) { assentAtCounter(input: $input) { number at } }
`);

export const PrintRecord = graphql(`
  mutation PrintRecord($input: PrintRecordInput!) { printRecord(input: $input) { page madeAt } }
`);

export const ObjectToAccessAtCounter = graphql(`
  mutation ObjectToAccessAtCounter($input: ObjectToAccessAtCounterInput!) {
    objectToAccessAtCounter(input: $input) { number at }
  }
`);

export const ObjectToProcessingAtCounter = graphql(`
  mutation ObjectToProcessingAtCounter($input: ObjectToProcessingAtCounterInput!) {
    objectToProcessingAtCounter(input: $input) { number at }
  }
`);

export const RestrictProcessingAtCounter = graphql(`
  mutation RestrictProcessingAtCounter($input: RestrictProcessingAtCounterInput!) {
    restrictProcessingAtCounter(input: $input) { number at }
  }
`);

export const LiftRestrictionAtCounter = graphql(`
  mutation LiftRestrictionAtCounter($input: LiftRestrictionAtCounterInput!) {
    liftRestrictionAtCounter(input: $input) { number at }
  }
`);

export const BlockTransferAtCounter = graphql(`
  mutation BlockTransferAtCounter($input: BlockTransferAtCounterInput!) {
    blockTransferAtCounter(input: $input) { number at }
  }
`);

export const UnblockTransferAtCounter = graphql(`
  mutation UnblockTransferAtCounter($input: BlockTransferAtCounterInput!) {
    unblockTransferAtCounter(input: $input) { number at }
  }
`);

export const AppealAtCounter = graphql(`
  mutation AppealAtCounter($input: AppealAtCounterInput!) { appealAtCounter(input: $input) { number at } }
`);

export const EraseConsentedAtCounter = graphql(`
  mutation EraseConsentedAtCounter($input: EraseConsentedAtCounterInput!) {
    eraseConsentedAtCounter(input: $input) { number at }
  }
`);

export const ProtectAddressAtCounter = graphql(`
  mutation ProtectAddressAtCounter($input: ProtectAddressAtCounterInput!) {
    protectAddressAtCounter(input: $input) { at }
  }
`);

export const EndProtectionAtCounter = graphql(`
  mutation EndProtectionAtCounter($case: String!) { endProtectionAtCounter(case: $case) { at } }
`);

export const AnswerDisclosureAtCounter = graphql(`
  mutation AnswerDisclosureAtCounter($input: AnswerDisclosureAtCounterInput!) {
    answerDisclosureAtCounter(input: $input) { number at }
  }
`);

export const RevokeConsentAtCounter = graphql(`
  mutation RevokeConsentAtCounter($input: RevokeConsentAtCounterInput!) {
    revokeConsentAtCounter(input: $input) { revokedAt }
  }
`);

export const IssueReceiptCard = graphql(`
  mutation IssueReceiptCard($case: String!) { issueReceiptCard(case: $case) { code issuedAt } }
`);

export const RevokeReceiptCard = graphql(`
  mutation RevokeReceiptCard($case: String!) { revokeReceiptCard(case: $case) { at } }
`);

export const IssueLinkingCode = graphql(`
  mutation IssueLinkingCode($case: String!) { issueLinkingCode(case: $case) { code expiresAt } }
`);

export const RequestLinkingLetter = graphql(`
  mutation RequestLinkingLetter($case: String!) { requestLinkingLetter(case: $case) { half at } }
`);

export const RequestLetterCode = graphql(`
  mutation RequestLetterCode($case: String!) { requestLetterCode(case: $case) { number at } }
`);

export const AnswerObjection = graphql(`
  mutation AnswerObjection($input: AnswerObjectionInput!) {
    answerObjection(input: $input) { objection { answeredAt outcome } }
  }
`);

export const AnswerAppeal = graphql(`
  mutation AnswerAppeal($input: AnswerAppealInput!) { answerAppeal(input: $input) { number at } }
`);
