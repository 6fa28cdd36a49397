// Which area is meant: a district, then a street, then a community, each chosen within the one before.
import { useAnswer } from "../../../shell/ask.ts";
import { Choice } from "../../../shell/choice.tsx";
import { either } from "../../../words/index.tsx";
import { Districts } from "../start.ts";
import { useExploreWords } from "../words.ts";
import type { Unit } from "./finding.ts";
import { UnitParts } from "./questions.ts";

const ALL = "all";
const NARROWEST = "COMMUNITY";

/** The units directly within one; the districts of the office's area within none. */
export function useUnitsIn(unit: Unit | null): readonly Unit[] {
  const isWide = unit === null;
  const districts = useAnswer({
    document: Districts,
    variables: {},
    key: ["explore", "districts"],
    isEnabled: isWide,
  });
  const parts = useAnswer({
    document: UnitParts,
    variables: { id: unit?.id ?? "" },
    key: ["explore", "parts"],
    isEnabled: !isWide && unit.level !== NARROWEST,
  });
  const nodes = isWide ? districts.data?.data.adminUnits?.nodes : parts.data?.data.adminUnit?.parts.nodes;
  return (nodes ?? []) as readonly Unit[];
}

/** `path` is what was chosen, the widest unit first; empty for the whole area of the office. */
export function AreaChoice({ path, onChoose }: { path: readonly Unit[]; onChoose: (path: readonly Unit[]) => void }) {
  const options = useUnitsIn(null);
  return (
    <>
      <Level options={options} path={path} depth={0} onChoose={onChoose} />
      {path.map((unit, depth) =>
        unit.level === NARROWEST ? null : (
          <Parts key={unit.id} unit={unit} path={path} depth={depth + 1} onChoose={onChoose} />
        ),
      )}
    </>
  );
}

type LevelProps = { path: readonly Unit[]; depth: number; onChoose: (path: readonly Unit[]) => void };

function Parts({ unit, ...level }: LevelProps & { unit: Unit }) {
  const options = useUnitsIn(unit);
  return options.length > 0 ? <Level options={options} {...level} /> : null;
}

function Level({ options, path, depth, onChoose }: LevelProps & { options: readonly Unit[] }) {
  const { words, language } = useExploreWords();
  const whole = depth === 0 ? words.allDistricts : words.wholeOf;
  const named = options.map((unit) => ({ id: unit.id, name: either(language, unit.latinName, unit.name) }));
  return (
    <Choice
      label={words.areaLevels[options[0]?.level ?? "DISTRICT"] ?? words.district}
      options={[{ id: ALL, name: whole }, ...named]}
      chosen={path[depth]?.id ?? ALL}
      onChoose={(id) => {
        const unit = options.find((one) => one.id === id);
        onChoose(unit ? [...path.slice(0, depth), unit] : path.slice(0, depth));
      }}
    />
  );
}
