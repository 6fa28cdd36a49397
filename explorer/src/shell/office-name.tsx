// An office by its name, where the register answers with its code. Codes stand in no sentence.
import { series } from "../words/format.ts";
import { useWords } from "../words/index.tsx";
import { useAnswer } from "./ask.ts";
import { Offices } from "./office-choice.tsx";

/** The office's name; the department's alone is known to who calls, so while it is asked for, nothing stands here. */
export function OfficeName({ code }: { code: string | null | undefined }) {
  return <>{useOfficeName(code)}</>;
}

/** The name of an office by its code; a code that no office of its department has is said as it is. */
export function useOfficeName(code: string | null | undefined): string {
  const { language } = useWords();
  const department = departmentOf(code ?? "");
  const { data, error } = useAnswer({
    document: Offices,
    variables: { department, named: null },
    key: ["offices"],
    isEnabled: department !== "",
  });
  const office = data?.data.offices?.nodes.find((each) => each.code === code);
  if (office) return series(language, [language === "en" ? office.unitLatinName : null, office.name]);
  return data || error ? (code ?? "") : "";
}

/** The client of a code: what stands before its unit's digits. */
function departmentOf(code: string): string {
  return /^(.+)-\d+$/.exec(code)?.[1] ?? "";
}
