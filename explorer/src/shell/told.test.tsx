// A message that was made before the language was changed is said in the new one.
import { cleanup, screen as page, render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { Speaking, useWords } from "../words/index.tsx";
import { useTold } from "./told.ts";

const all = { en: { rooms: (n: number) => `${n} rooms` }, zh: { rooms: (n: number) => `${n} 个房间` } };

function Said() {
  const { language, speak } = useWords();
  const [said, tell] = useTold(all[language]);
  return (
    <>
      <button type="button" onClick={() => tell((words) => words.rooms(3))}>
        {"tell"}
      </button>
      <button type="button" onClick={() => speak(language === "en" ? "zh" : "en")}>
        {"speak"}
      </button>
      <p role="status">{said}</p>
    </>
  );
}

afterEach(cleanup);

test("it is told anew in the language that is spoken by then", async () => {
  localStorage.setItem("domicile-language", "en");
  render(
    <Speaking>
      <Said />
    </Speaking>,
  );
  await userEvent.click(page.getByRole("button", { name: "tell" }));
  expect(page.getByRole("status").textContent).toBe("3 rooms");
  await userEvent.click(page.getByRole("button", { name: "speak" }));
  expect(page.getByRole("status").textContent).toBe("3 个房间");
});
