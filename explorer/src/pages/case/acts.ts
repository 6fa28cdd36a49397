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
