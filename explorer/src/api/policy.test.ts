// What a case opens is known before it is asked: by the policy of this build, the proof, and what the resident allowed.
import { expect, test } from "vitest";
import { closedIn } from "./policy.ts";

const at = (proof: string, ...permissions: string[]) => ({ proof, permissions });
const registration = (group: string, held: ReturnType<typeof at>) =>
  closedIn("registration", "resident-registration", group, held);

test("history and contacts are open to what the resident allowed, and closed before", () => {
  expect(registration("RESIDENCE", at("ONE_TIME_CODE"))).toBeNull();
  expect(registration("HISTORY", at("ONE_TIME_CODE"))).toBe("PERMISSION");
  expect(registration("HISTORY", at("ONE_TIME_CODE", "HISTORY"))).toBeNull();
});

test("what an officer attested alone opens no home", () => {
  expect(registration("PERSON_NAME", at("OFFICER_ATTESTED"))).toBeNull();
  expect(registration("RESIDENCE", at("OFFICER_ATTESTED"))).toBe("PROOF");
});

test("what no case opens to a department is closed to its purpose, whatever was allowed", () => {
  const all = at("ONE_TIME_CODE", "HISTORY", "DECLARED_CONTACTS");
  expect(closedIn("education", "school-enrolment", "EMPLOYMENT", all)).toBe("PURPOSE");
  expect(closedIn("housing", "housing-safety-inspection", "INSPECTION", at("EX_OFFICIO"))).toBeNull();
});
