// What a page gets for what the hub answers, and for when it does not.
import { afterEach, describe, expect, it, vi } from "vitest";
import { askText, send } from "./client.ts";
import { HubError } from "./errors.ts";

const answered = (body: unknown, status = 200) =>
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response(JSON.stringify(body), { status })));

afterEach(() => vi.unstubAllGlobals());

async function failure(promise: Promise<unknown>): Promise<HubError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HubError);
  return thrown as HubError;
}

describe("asking the hub", () => {
  it("gives what was answered and names what was not", async () => {
    const extensions = { code: "FIELD_NOT_ALLOWED", fieldGroup: "HISTORY", rule: "r" };
    answered({
      data: { case: { number: "A" } },
      errors: [{ message: "no", path: ["case"], extensions }],
      extensions: {},
    });
    const answer = await askText("{ x }", {});
    expect(answer.data).toEqual({ case: { number: "A" } });
    expect(answer.errors).toEqual([
      { message: "no", path: ["case"], code: "FIELD_NOT_ALLOWED", group: "HISTORY", rule: "r" },
    ]);
  });

  it("throws the code when nothing was answered", async () => {
    answered({ data: { case: null }, errors: [{ message: "no", extensions: { code: "CASE_REQUIRED" } }] });
    expect((await failure(askText("{ x }", {}))).code).toBe("CASE_REQUIRED");
  });

  it("takes an answer without JSON for a fault of the hub", async () => {
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response("<html>", { status: 502 })));
    expect((await failure(askText("{ x }", {}))).code).toBe("INTERNAL");
  });

  it("says that there is no connection", async () => {
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("failed")));
    expect((await failure(send("/graphql", {}))).code).toBe("OFFLINE");
  });

  it("marks each request as the explorer's, and sends the purpose", async () => {
    answered({ data: { x: 1 } });
    await askText("{ x }", {}, { purpose: "housing-service" });
    const [path, init] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(path).toBe("/graphql");
    expect(init?.headers).toMatchObject({ "domicile-explorer": "1", "domicile-purpose": "housing-service" });
    expect(init?.redirect).toBe("error");
  });
});
