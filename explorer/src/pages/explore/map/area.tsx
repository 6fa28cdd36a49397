// Which area is meant: a district, then a street, then a community, each chosen within the one before. A unit's code starts with
// the code of the unit above, so the code of the narrowest says them all.
import { Choice } from "../../../shell/choice.tsx";
import { either } from "../../../words/index.tsx";
import { useOpenAnswer } from "../asking.ts";
import { Districts } from "../start.ts";
import { useExploreWords } from "../words.ts";
import { useOutlines } from "./outlines.ts";
import { UnitParts } from "./questions.ts";

const ALL = "all";
const NARROWEST = "COMMUNITY";
const NONE: readonly Unit[] = []; // the same each time: the map fits what it starts with when that changes

export type Unit = { id: string; code: string; level: string; name: string; latinName: string | null };

/** The units directly within one; the districts of the office's area within none. */
export function useUnitsIn(unit: Unit | null): readonly Unit[] {
  const isWide = unit === null;
  const districts = useOpenAnswer({
    document: Districts,
    variables: {},
    key: ["explore", "districts"],
    isEnabled: isWide,
  });
  const parts = useOpenAnswer({
    document: UnitParts,
    variables: { id: unit?.id ?? "" },
    key: ["explore", "parts"],
    isEnabled: !isWide && unit.level !== NARROWEST,
  });
  const nodes = isWide ? districts.data?.data.adminUnits?.nodes : parts.data?.data.adminUnit?.parts.nodes;
  return (nodes as readonly Unit[] | undefined) ?? NONE;
}

/** A unit within the office's area by its code: the narrowest that is known of those in which it lies. */
export function useUnitOf(code: string | null): Unit | null {
  const within = (units: readonly Unit[]) => units.find((unit) => code?.startsWith(unit.code)) ?? null;
  const district = within(useUnitsIn(null));
  const street = within(useUnitsIn(district));
  const community = within(useUnitsIn(street ?? district));
  return community ?? street ?? district;
}

/** What a unit is called, as far as the outlines say; else its code. */
export function useUnitName(): (code: string) => string {
  const { language } = useExploreWords();
  const { data } = useOutlines();
  return (code) => {
    const known = data?.features.find((one) => one.properties.code === code)?.properties;
    return known ? either(language, known.latinName, known.name) : code;
  };
}

type AreaProps = { code: string | null; onChoose: (unit: Unit | null) => void };

/** `code` is that of the chosen unit; null for the whole area of the office. */
export function AreaChoice({ code, onChoose }: AreaProps) {
  return <Level within={null} code={code} onChoose={onChoose} />;
}

function Level({ within, code, onChoose }: AreaProps & { within: Unit | null }) {
  const { words, language } = useExploreWords();
  const options = useUnitsIn(within);
  const chosen = options.find((unit) => code?.startsWith(unit.code)) ?? null;
  if (within && options.length === 0) return null;
  const named = options.map((unit) => ({ id: unit.id, name: either(language, unit.latinName, unit.name) }));
  return (
    <>
      <Choice
        label={words.areaLevels[options[0]?.level ?? "DISTRICT"] ?? words.district}
        options={[{ id: ALL, name: within ? words.wholeOf : words.allDistricts }, ...named]}
        chosen={chosen?.id ?? ALL}
        onChoose={(id) => onChoose(options.find((unit) => unit.id === id) ?? within)}
      />
      {chosen && chosen.level !== NARROWEST && (
        <Level key={chosen.id} within={chosen} code={code} onChoose={onChoose} />
      )}
    </>
  );
}
