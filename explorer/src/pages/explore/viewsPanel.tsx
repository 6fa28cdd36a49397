// Saved views: keeping what is on the screen under a name, the office's list, and what one left off with.
import { type FormEvent, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { Link } from "wouter";
import { codeOf } from "../../api/errors.ts";
import { VIEW_NAME_CHARACTERS_MAX } from "../../api/limits.ts";
import type { ResultOf } from "../../api/schema.ts";
import { useAnswer, useAsk } from "../../shell/ask.ts";
import { Failure, Loading } from "../../shell/states.tsx";
import { useTold } from "../../shell/told.ts";
import { useWork } from "../../shell/work.ts";
import { day, instant } from "../../words/format.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import {
  ChangeView,
  DeleteView,
  RenameView,
  SaveView,
  VIEWS_PER_PAGE,
  type Views,
  Views as ViewsQuestion,
} from "./keeping.ts";
import { nameOf } from "./kinds/names.ts";
import type { Screen } from "./model/graph.ts";
import { contentOf, forbiddenStart, type Shows } from "./model/view.ts";
import { useOpening } from "./opening.tsx";
import { useExploreWords } from "./words.ts";

const LIST = ["explore", "views"];

type Page = NonNullable<ResultOf<typeof Views>["views"]>;
type Kept = Page["nodes"][number];

type Props = { board: Board; shows: Shows; onOpened: (screen: Screen, shows: Shows) => void };

export function ViewsPanel({ board, shows, onOpened }: Props) {
  const { words } = useExploreWords();
  const [after, setAfter] = useState<string | null>(null);
  const variables = { first: VIEWS_PER_PAGE, after };
  const { data, error, refetch } = useAnswer({ document: ViewsQuestion, variables, key: LIST });
  const page = data?.data.views;
  const kept = (page?.nodes ?? []).filter((view) => !view.isDraft);
  const draft = page?.nodes.find((view) => view.isDraft);
  const own = kept.filter((view) => view.isOwn).sort(byName);
  const others = kept.filter((view) => !view.isOwn).sort(byName);
  return (
    <section aria-labelledby="saved-views">
      <h2 id="saved-views">{words.saved}</h2>
      {draft && board.screen.nodes.size === 0 && <GoOn draft={draft} board={board} onOpened={onOpened} />}
      <Change
        key={board.screen.view?.id ?? ""}
        names={kept}
        isWhole={after === null && page?.pageInfo.hasNextPage === false}
        board={board}
        shows={shows}
        onOpened={onOpened}
      />
      <Keep board={board} shows={shows} />
      {error && <Failure error={error} onRetry={refetch} />}
      {!data && !error && <Loading />}
      {data && kept.length === 0 && <p className={styles["quiet"]}>{words.noViews}</p>}
      <Listed title={words.ownViews} views={own} />
      <Listed title={words.officeViews} views={others} />
      {page?.pageInfo.hasNextPage && (
        <p>
          {words.moreViews(page.nodes.length, page.totalCount)}{" "}
          <Button onPress={() => setAfter(page.pageInfo.endCursor)}>{words.nextViews}</Button>
        </p>
      )}
      {after !== null && <Button onPress={() => setAfter(null)}>{words.firstViews}</Button>}
    </section>
  );
}

function byName(one: Kept, other: Kept): number {
  return one.name.localeCompare(other.name);
}

function GoOn({ draft, board, onOpened }: Omit<Props, "shows"> & { draft: Kept }) {
  const { words, language } = useExploreWords();
  const open = useOpening(board, onOpened);
  const { isBusy, failure, run } = useWork();
  return (
    <>
      <Button isDisabled={isBusy} onPress={() => void run(() => open(draft.id))}>
        {words.goOn}
      </Button>
      <p className={styles["quiet"]}>{words.keptAt(instant(language, draft.createdAt))}</p>
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

/**
 * The view that is open is saved under its address, where nobody else did so meanwhile; a colleague's only after it was said whose it
 * is. `names` are all that the office keeps, if `isWhole`: one that is not among them was deleted.
 */
function Change({ names, isWhole, board, shows, onOpened }: Props & { names: readonly Kept[]; isWhole: boolean }) {
  const { words } = useExploreWords();
  const ask = useAsk();
  const open = useOpening(board, onOpened);
  const { isBusy, failure, run } = useWork();
  const [saidOf, setSaidOf] = useState<Screen | null>(null);
  const [isWarned, setWarned] = useState(false);
  const { view } = board.screen;
  const content = board.screen.nodes.size > 0 ? contentOf(board.screen, shows) : null;
  if (!view) return null;
  const name = names.find((one) => one.id === view.id)?.name ?? view.name; // as it is called by now
  if (isWhole && !names.some((one) => one.id === view.id)) return <p role="status">{words.viewDeleted(view.name)}</p>;
  const save = () => {
    setWarned(false);
    return run(async () => {
      const input = { id: view.id, version: view.version, content: JSON.stringify(content) };
      const { data } = await ask(ChangeView, { input }, { forget: LIST });
      if (data.changeView) board.keptAs(data.changeView);
      setSaidOf(board.screen);
    });
  };
  const isMeanwhile = failure !== null && codeOf(failure) === "CONFLICT";
  return (
    <div className={styles["search"]}>
      <Button
        isDisabled={isBusy || !content}
        onPress={() => (view.isOwn ? void save() : setWarned(true))}
        {...(view.isOwn ? {} : { "aria-expanded": isWarned })}
      >
        {words.saveChanges(name)}
      </Button>
      {isWarned && (
        <fieldset className={styles["tools"]}>
          <legend>{words.notYours(view.officer, view.version)}</legend>
          <Button isDisabled={isBusy} onPress={() => void save()}>
            {words.saveOver}
          </Button>
          <Button onPress={() => setWarned(false)}>{words.leave}</Button>
        </fieldset>
      )}
      <p role="status" className={styles["said"]}>
        {saidOf && saidOf.nodes === board.screen.nodes ? words.changesSaved : ""}
      </p>
      {isMeanwhile && (
        <div role="alert">
          <p>{words.changedMeanwhile}</p>
          <Button isDisabled={isBusy} onPress={() => void run(() => open(view.id))}>
            {words.openNewer}
          </Button>
        </div>
      )}
      {failure !== null && !isMeanwhile && <Failure error={failure} />}
    </div>
  );
}

function Keep({ board, shows }: { board: Board; shows: Shows }) {
  const { words, language } = useExploreWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const [name, setName] = useState("");
  const [said, tell] = useTold(words);
  const { screen } = board;
  const forbidden = forbiddenStart(screen);
  const content = screen.nodes.size > 0 ? contentOf(screen, shows) : null;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!content || name.trim() === "") return;
    tell(null);
    void run(async () => {
      const input = { name: name.trim(), content: JSON.stringify(content) };
      const { data } = await ask(SaveView, { input }, { forget: LIST });
      if (!data.saveView) return;
      board.keptAs(data.saveView);
      const { endsAt } = data.saveView;
      tell((now, spoken) => now.viewSaved(day(spoken, endsAt.slice(0, 10))));
      setName("");
    });
  };
  if (forbidden) return <p role="status">{words.notFromPersons(nameOf(words, language, forbidden.facts))}</p>;
  return (
    <form onSubmit={save} className={styles["search"]}>
      <TextField value={name} onChange={setName} maxLength={VIEW_NAME_CHARACTERS_MAX}>
        <Label>{words.viewName}</Label>
        <Input autoComplete="off" aria-describedby="view-help" />
      </TextField>
      <Button type="submit" isDisabled={isBusy || !content || name.trim() === ""}>
        {words.saveView}
      </Button>
      <p id="view-help" className={styles["quiet"]}>
        {words.viewHelp}
      </p>
      <p role="status" className={styles["said"]}>
        {said}
      </p>
      {failure !== null && <Failure error={failure} />}
    </form>
  );
}

function Listed({ title, views }: { title: string; views: readonly Kept[] }) {
  if (views.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles["list"]}>
        {views.map((view) => (
          <One key={view.id} view={view} />
        ))}
      </ul>
    </>
  );
}

function One({ view }: { view: Kept }) {
  const { words, language } = useExploreWords();
  const [doing, setDoing] = useState<"nothing" | "renaming" | "deleting">("nothing");
  const [isCopied, setCopied] = useState(false);
  const { failure, run } = useWork();
  const copy = () =>
    run(async () => {
      await navigator.clipboard.writeText(window.location.origin + addressOf(view));
      setCopied(true);
    });
  const done = () => setDoing("nothing");
  return (
    <li>
      <Link to={addressOf(view)}>{view.name}</Link>
      <span className={styles["quiet"]}>{words.goesOn(day(language, view.endsAt.slice(0, 10)))}</span>
      <div className={styles["tools"]}>
        <Button aria-label={words.copyOf(view.name)} onPress={() => void copy()}>
          {words.copy}
        </Button>
        {view.isOwn && (
          <>
            <Button aria-label={words.renameOf(view.name)} onPress={() => setDoing("renaming")}>
              {words.rename}
            </Button>
            <Button aria-label={words.deleteOf(view.name)} onPress={() => setDoing("deleting")}>
              {words.remove}
            </Button>
          </>
        )}
      </div>
      <span role="status">{isCopied ? words.copied : ""}</span>
      {failure !== null && <p>{words.notCopied(addressOf(view))}</p>}
      {doing === "renaming" && <Renaming view={view} done={done} />}
      {doing === "deleting" && <Deleting view={view} done={done} />}
    </li>
  );
}

function Renaming({ view, done }: { view: Kept; done: () => void }) {
  const { words } = useExploreWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const [name, setName] = useState(view.name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(() => ask(RenameView, { id: view.id, name: name.trim() }, { forget: LIST }))) done();
  };
  return (
    <form onSubmit={(event) => void save(event)} className={styles["search"]}>
      <TextField value={name} onChange={setName} maxLength={VIEW_NAME_CHARACTERS_MAX} autoFocus>
        <Label>{words.viewName}</Label>
        <Input autoComplete="off" />
      </TextField>
      <div className={styles["tools"]}>
        <Button type="submit" isDisabled={isBusy || name.trim() === ""}>
          {words.rename}
        </Button>
        <Button onPress={done}>{words.leave}</Button>
      </div>
      {failure !== null && <Failure error={failure} />}
    </form>
  );
}

function Deleting({ view, done }: { view: Kept; done: () => void }) {
  const { words } = useExploreWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const remove = async () => {
    if (await run(() => ask(DeleteView, { id: view.id }, { forget: LIST }))) done();
  };
  return (
    <fieldset className={styles["tools"]}>
      <legend>{words.reallyDelete}</legend>
      <div className={styles["tools"]}>
        <Button isDisabled={isBusy} autoFocus onPress={() => void remove()}>
          {words.removeForGood}
        </Button>
        <Button onPress={done}>{words.leave}</Button>
      </div>
      {failure !== null && <Failure error={failure} />}
    </fieldset>
  );
}

/** Where a view is opened: by oneself, and by a colleague of the same office. */
function addressOf(view: { id: string }): string {
  return `/explore/view/${view.id}`;
}
