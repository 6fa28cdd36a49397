// A file of what is on the screen: first the entry on the log of each natural person whose licence stands there, then the
// file. If that entry can't be made, there is no file.
import { useState } from "react";
import { Button } from "react-aria-components";
import { HubError } from "../../api/errors.ts";
import { useAsk } from "../../shell/ask.ts";
import { Failure } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import styles from "./explore.module.css";
import { type Facts, isNaturalPersons } from "./model/graph.ts";
import { RecordExport } from "./start.ts";
import { useExploreWords } from "./words.ts";

const LICENCES_MAX = 100; // what one entry of an export takes

type Shown = readonly { facts: Facts }[];
type Props = {
  label: string;
  /** What stands on the screen, for what is said beside the button. */
  shown: Shown;
  /** What will stand in the file, as it is at this moment. */
  exported: () => Shown;
  /** Makes the file once the log has it. What `exported` gives must be in it before anything is awaited. */
  save: () => unknown;
};

/** The button that saves a file, and what it does to whose log. */
export function SaveFile({ label, shown, exported, save }: Props) {
  const { words } = useExploreWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const [isTooMany, setTooMany] = useState(false);
  const licences = personalLicences(shown);
  const start = () =>
    run(async () => {
      const recorded = new Set<string>();
      for (;;) {
        // While an entry is made the screen may be moved: what is new in it is recorded, too.
        const fresh = personalLicences(exported()).filter((number) => !recorded.has(number));
        setTooMany(fresh.length + recorded.size > LICENCES_MAX);
        if (fresh.length + recorded.size > LICENCES_MAX) return;
        if (fresh.length === 0) break;
        const { data } = await ask(RecordExport, { licences: fresh });
        if (!data.recordScreenExport) throw new HubError("LOG_UNAVAILABLE", "the export was not recorded");
        for (const number of fresh) recorded.add(number);
      }
      await save();
    });
  return (
    <>
      <Button isDisabled={isBusy} onPress={() => void start()}>
        {label}
      </Button>
      {licences.length > 0 && <p className={styles["quiet"]}>{words.exportLogged(licences.length)}</p>}
      {isTooMany && <p role="alert">{words.exportTooMany(LICENCES_MAX)}</p>}
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

/** The numbers of natural persons' licences. */
function personalLicences(shown: Shown): string[] {
  return shown.filter(({ facts }) => isNaturalPersons(facts)).map(({ facts }) => String(facts["number"]));
}
