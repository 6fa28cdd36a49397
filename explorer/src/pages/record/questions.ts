// What the page asks, each section by itself: every one of these is an entry on the person's own log. `for` is the representation by
// which somebody acts for the person, or null for one's own record.
import { graphql } from "../../api/schema.ts";

export const Held = graphql(`
  query RecordHeld($for: ID, $asOf: Date, $knownAt: DateTime) {
    me(for: $for, asOf: $asOf, knownAt: $knownAt) {
      name { full family given latin }
      birthDate
      documents { kind number issuingCountry expiresOn validFrom validTo recordedFrom recordedTo }
      residences {
        validFrom validTo recordedFrom recordedTo version source state recordedBy role
        address { fullAddress latinAddress } room { designator } unit { name latinName }
      }
      tenancies {
        validFrom validTo recordedFrom recordedTo version source state recordedBy
        room { designator building { address { fullAddress latinAddress } } } unit { name latinName }
      }
      employments {
        validFrom validTo recordedFrom recordedTo version source state recordedBy contract
        workplace { name employerName address { fullAddress latinAddress } }
      }
      household { validFrom members { name { full } birthDate } }
      declaredContacts { name relation means validFrom isConfirmed }
    }
  }
`);

export const History = graphql(`
  query RecordHistory($for: ID, $after: String) {
    me(for: $for) {
      residenceHistory(first: 20, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          validFrom validTo recordedFrom recordedTo version source state recordedBy role
          address { fullAddress latinAddress } room { designator } unit { name latinName }
        }
      }
    }
  }
`);

export const EraseConsented = graphql(`
  mutation RecordErase($for: ID, $groups: [FieldGroup!]!) {
    eraseConsented(for: $for, input: { groups: $groups }) { erasedAt }
  }
`);

export const Looked = graphql(`
  query RecordLooked($for: ID, $first: Int!, $after: String) {
    me(for: $for) {
      accessLog(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          number at action outcome client department departmentZh officeName officer representation basis purpose purposeEn
          purposeZh legalBasis case fieldGroups operation rule summaryEn summaryZh record salt commitment previous head proof
          erasedAt
          objection { case raisedAt dueAt reason answeredAt outcome answer supervisoryAuthority { name url } }
        }
      }
    }
  }
`);

export const Losses = graphql(`
  query RecordLosses {
    operatorActs(act: "log accept-loss", first: 1) { nodes { at } }
  }
`);

export const OffScreen = graphql(`
  query RecordOffScreen($first: Int!, $after: String) {
    me {
      offScreenCases { number kind office { name } }
      offScreenEntries(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { number at case operation summaryEn summaryZh previous head }
      }
    }
  }
`);

export const Hide = graphql(`
  mutation RecordHide($numbers: [Int!]!, $cases: [String!]!) {
    hideEntries(input: { numbers: $numbers, cases: $cases }) { at }
  }
`);

export const Show = graphql(`
  mutation RecordShow($numbers: [Int!]!, $cases: [String!]!) {
    showEntries(input: { numbers: $numbers, cases: $cases }) { at }
  }
`);

export const ObjectToAccess = graphql(`
  mutation RecordObject($entry: Int!, $reason: String!) {
    objectToAccess(input: { entry: $entry, reason: $reason }) {
      objection { case raisedAt dueAt reason answeredAt outcome answer supervisoryAuthority { name url } }
    }
  }
`);

export const Recipients = graphql(`
  query RecordRecipients($for: ID, $after: String) {
    me(for: $for) {
      recipients(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { client department departmentZh office officeName fieldGroups firstAt lastAt changedSince toldOf toldAt }
      }
    }
  }
`);

export const Notices = graphql(`
  query RecordNotices($for: ID, $after: String) {
    me(for: $for) {
      notices(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id kind at readAt
          breach {
            client officeName since until happened consequences measures contact supervisoryAuthority { name url }
          }
        }
      }
    }
  }
`);

export const MarkRead = graphql(`
  mutation RecordMarkRead($for: ID, $upTo: DateTime) {
    markNoticesRead(for: $for, input: { upTo: $upTo }) { readAt }
  }
`);

export const Channel = graphql(`
  query RecordChannel($for: ID) { me(for: $for) { noticeChannel { channel language address } } }
`);

export const SetChannel = graphql(`
  mutation RecordSetChannel($for: ID, $input: SetNoticeChannelInput!) {
    setNoticeChannel(for: $for, input: $input) { channel }
  }
`);

export const Consents = graphql(`
  query RecordConsents($for: ID, $after: String) {
    me(for: $for) {
      consents(first: 50, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id case purposeText permissions notCovered fieldGroups officeName client how givenAt validTo state revokedAt
          inWords receipt
        }
      }
    }
  }
`);

export const Revoke = graphql(`
  mutation RecordRevoke($for: ID, $id: ID!) { revokeConsent(for: $for, id: $id) { revokedAt } }
`);

export const Grant = graphql(`
  mutation RecordGrant($for: ID, $input: GrantConsentInput!) { grantConsent(for: $for, input: $input) { validTo } }
`);

export const Rights = graphql(`
  query RecordRights($for: ID) {
    me(for: $for) {
      restrictions { id purpose setAt liftedAt reason }
      transferBlocks { id client setAt liftedAt }
      objections {
        case entry purpose raisedAt dueAt reason answeredAt outcome answer supervisoryAuthority { name url }
      }
      refusals {
        id case purpose rule provision reason refusedAt appealBy
        office { name } appealTo { name }
        supervisoryAuthority { name url }
        appeal { case raisedAt dueAt reason answeredAt outcome statement }
      }
      supervisoryAuthority { name url }
    }
  }
`);

export const Processing = graphql(`
  query RecordProcessing {
    processing {
      activities {
        purpose purposeEn purposeZh client recipient recipientZh fieldGroups fieldGroupsOnConsent legalBasis isObjectable
        isRestrictable notRestrictedEn notRestrictedZh
      }
      periods {
        fieldGroups descriptionEn descriptionZh lockedAfter lockedAfterZh erasedAfter erasedAfterZh
      }
    }
  }
`);

export const Restrict = graphql(`
  mutation RecordRestrict($for: ID, $input: RestrictProcessingInput!) {
    restrictProcessing(for: $for, input: $input) { id at }
  }
`);

export const Lift = graphql(`
  mutation RecordLift($for: ID, $id: ID!) { liftRestriction(for: $for, id: $id) { at } }
`);

export const Block = graphql(`
  mutation RecordBlock($for: ID, $client: String!) { blockTransfer(for: $for, input: { client: $client }) { id at } }
`);

export const Unblock = graphql(`
  mutation RecordUnblock($for: ID, $id: ID!) { unblockTransfer(for: $for, id: $id) { at } }
`);

export const ObjectToProcessing = graphql(`
  mutation RecordObjectToProcessing($for: ID, $input: ObjectToProcessingInput!) {
    objectToProcessing(for: $for, input: $input) { objection { case dueAt } }
  }
`);

export const RaiseAppeal = graphql(`
  mutation RecordAppeal($for: ID, $input: AppealInput!) { appeal(for: $for, input: $input) { at } }
`);

export const Protection = graphql(`
  query RecordProtection {
    me {
      isProtected
      protections { since until reason }
      disclosures { case purpose officeName reason askedAt answeredAt isAllowed endedAt }
    }
  }
`);

export const Protect = graphql(`
  mutation RecordProtect($reason: String) { protectAddress(input: { reason: $reason }) { at } }
`);

export const AnswerDisclosure = graphql(`
  mutation RecordAnswerDisclosure($input: AnswerDisclosureInput!) { answerDisclosure(input: $input) { at } }
`);

export const Cases = graphql(`
  query RecordCases($for: ID) {
    me(for: $for) {
      cases {
        number kind purpose state proof openedAt endsAt isWaiting permissions transferRequestedAt
        office { code client name } transferTo { code name }
      }
    }
  }
`);

export const OpenOnline = graphql(`
  mutation RecordOpenOnline($for: ID, $input: OpenOwnCaseInput!) {
    openOwnCase(for: $for, input: $input) { number at receipt }
  }
`);

export const EndCase = graphql(`
  mutation RecordEndCase($for: ID, $case: String!) { endCase(for: $for, case: $case) { number at } }
`);

export const Assent = graphql(`
  mutation RecordAssent($input: AssentToTransferInput!) { assentToTransfer(input: $input) { number at } }
`);

export const Proofs = graphql(`
  query RecordProofs { me { receiptCard { issuedAt } passkeys { id createdOn } signIns { id issuer linkedAt } } }
`);

export const MakeCode = graphql(`
  mutation RecordCode($for: ID, $permissions: [Permission!]!) {
    createCounterCode(for: $for, input: { permissions: $permissions }) { code expiresAt }
  }
`);

export const MakeCard = graphql(`
  mutation RecordCard { createReceiptCard { code issuedAt } }
`);

export const RevokeCard = graphql(`
  mutation RecordRevokeCard { revokeReceiptCard { at } }
`);

export const PasskeyOptions = graphql(`
  mutation RecordPasskeyOptions { createPasskeyRegistration { options expiresAt } }
`);

export const RegisterPasskey = graphql(`
  mutation RecordRegisterPasskey($input: RegisterPasskeyInput!) { registerPasskey(input: $input) { id createdOn } }
`);

export const RevokePasskey = graphql(`
  mutation RecordRevokePasskey($passkey: ID!) { revokePasskey(passkey: $passkey) { at } }
`);

export const LinkSignIn = graphql(`
  mutation RecordLinkSignIn($code: String!) { linkSignIn(code: $code) { at } }
`);

export const EndSignIn = graphql(`
  mutation RecordEndSignIn($signIn: ID!) { endSignIn(signIn: $signIn) { at } }
`);

export const Represented = graphql(`
  query RecordRepresented($for: ID) {
    me(for: $for) { represents { id basis validFrom validTo } representedBy { id basis validFrom validTo } }
  }
`);

export const Download = graphql(`
  query RecordExport($for: ID, $fromEntry: Int!, $toEntry: Int, $sinceSize: Int) {
    me(for: $for) {
      export(fromEntry: $fromEntry, toEntry: $toEntry, sinceSize: $sinceSize) { file madeAt number fromEntry toEntry }
    }
  }
`);
