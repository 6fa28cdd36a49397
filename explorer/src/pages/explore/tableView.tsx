// What is on the screen as a table: all that the picture says, to sort, to filter, with the columns that one wants.
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import {
  Button,
  Cell,
  Checkbox,
  CheckboxGroup,
  Column,
  Disclosure,
  DisclosurePanel,
  Heading,
  Input,
  Label,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Row as TableRow,
  TextField,
  Virtualizer,
} from "react-aria-components";
import { saveFile } from "../../shell/work.ts";
import { locale, series } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { SaveFile } from "./exporting.tsx";
import { useFirst } from "./firstPart.ts";
import { factsInWords, nameOf } from "./kinds/names.ts";
import { csv } from "./model/csv.ts";
import { columnsOf, DRAWN_COLUMN, FIRST_COLUMNS, found, type Row, rowsOf, sorted, THEN_COLUMN } from "./model/rows.ts";
import { useExploreWords } from "./words.ts";

const ROW_PIXELS = 40;
const ROWS_AT_ONCE = 50; // the table makes an item of each row, in sight or not, before it draws any
const WIDTHS: Record<string, number> = {
  kind: 100,
  name: 200,
  connections: 130,
  connectedTo: 240,
  [THEN_COLUMN]: 150,
  [DRAWN_COLUMN]: 200,
}; // pixels, at least

export default function TableView({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const all = useRows(board);
  const [filter, setFilter] = useState("");
  const wanted = useDeferredValue(filter); // typing goes before the rows
  const [chosen, setChosen] = useState<readonly string[]>([...FIRST_COLUMNS, THEN_COLUMN, DRAWN_COLUMN]);
  const [sort, setSort] = useState<SortDescriptor>({ column: "kind", direction: "ascending" });
  const possible = useMemo(() => columnsOf(all), [all]);
  const columns = useMemo(
    () => possible.filter((column) => chosen.includes(column)).map((id) => ({ id, name: titleOf(words, id) })),
    [possible, chosen, words],
  );
  const rows = useMemo(() => {
    const order = { column: String(sort.column), isDescending: sort.direction === "descending" };
    const collator = new Intl.Collator(locale(language), { numeric: true });
    const shown = columns.map((column) => column.id);
    return sorted(found(all, wanted, shown), order, collator);
  }, [all, wanted, columns, sort, language]);
  const save = () => {
    const lines = rows.map((row) => columns.map((column) => row.texts[column.id] ?? ""));
    saveFile("domicile.csv", "text/csv;charset=utf-8", csv([columns.map((column) => column.name), ...lines]));
  };
  return (
    <>
      <div className={styles["tools"]}>
        <TextField value={filter} onChange={setFilter}>
          <Label>{words.filter}</Label>
          <Input />
        </TextField>
        <SaveFile label={words.csv} shown={rows} exported={() => rows} save={save} />
      </div>
      <Columns possible={possible} chosen={columns.map((column) => column.id)} onChoose={setChosen} />
      <p className={styles["quiet"]} role="status">
        {words.rowsShown(rows.length, all.length)}
      </p>
      <Rows board={board} columns={columns} rows={rows} sort={sort} onSort={setSort} />
    </>
  );
}

function useRows(board: Board): Row[] {
  const { words, language } = useExploreWords();
  const { words: common } = useWords();
  const { nodes, edges, hidden, hiddenKinds, filter, groupBy, apart } = board.screen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the selection changes no row, and is the rest of the screen
  return useMemo(
    () =>
      rowsOf(board.screen, {
        kind: (kind) => words.kinds[kind],
        name: (facts) => nameOf(words, language, facts),
        relation: (relation) => words.relations[relation] ?? relation,
        facts: (facts) => factsInWords(words, language, [common.values.yes, common.values.no], facts),
        absent: (absence) => words.absences[absence],
        drawn: ({ isPinned, group, size }) =>
          series(language, [
            ...(isPinned ? [words.pinned] : []),
            ...(group === null ? [] : [words.oneWith(group)]),
            ...(size > 0 ? [words.withGrouped(size)] : []),
          ]),
      }),
    [nodes, edges, hidden, hiddenKinds, filter, groupBy, apart, words, common, language],
  );
}

function titleOf(words: ReturnType<typeof useExploreWords>["words"], column: string): string {
  return words.columns[column] ?? words.fields[column.slice("fact.".length)] ?? column;
}

type Choosing = { possible: readonly string[]; chosen: readonly string[]; onChoose: (columns: string[]) => void };

/** Which columns there are; the name always is, for it is what a row is called. */
function Columns({ possible, chosen, onChoose }: Choosing) {
  const { words } = useExploreWords();
  return (
    <Disclosure>
      <Heading level={3} className={styles["plain"] ?? ""}>
        <Button slot="trigger">{words.chooseColumns}</Button>
      </Heading>
      <DisclosurePanel>
        <CheckboxGroup
          aria-label={words.chooseColumns}
          value={[...chosen]}
          onChange={(next) => onChoose(["name", ...next])}
          className={styles["tools"] ?? ""}
        >
          {possible.map((column) => (
            <Checkbox key={column} value={column} isDisabled={column === "name"} className={styles["check"] ?? ""}>
              <span aria-hidden="true" className={styles["box"]} />
              {titleOf(words, column)}
            </Checkbox>
          ))}
        </CheckboxGroup>
      </DisclosurePanel>
    </Disclosure>
  );
}

type Shown = {
  board: Board;
  columns: { id: string; name: string }[];
  rows: readonly Row[];
  sort: SortDescriptor;
  onSort: (sort: SortDescriptor) => void;
};

/** The rows, of which only those in sight are in the page: so two thousand are as fast as twenty. */
function Rows({ board, columns, rows: all, sort, onSort }: Shown) {
  const { words } = useExploreWords();
  const rows = useFirst(all, ROWS_AT_ONCE);
  const { selected } = board.screen;
  const table = useRef<HTMLTableElement>(null);
  const place = rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    // Follow what was selected in another view.
    const scroller = table.current;
    if (!scroller || place < 0) return;
    const top = place * ROW_PIXELS;
    const isInSight = top >= scroller.scrollTop && top + 2 * ROW_PIXELS <= scroller.scrollTop + scroller.clientHeight;
    if (!isInSight) scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
  }, [place]);
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_PIXELS, headingHeight: ROW_PIXELS }}>
      <Table
        ref={table}
        aria-label={words.table}
        sortDescriptor={sort}
        onSortChange={onSort}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected ? [selected] : []}
        onSelectionChange={(keys) => keys !== "all" && board.point(([...keys][0] as string | undefined) ?? null)}
        className={styles["rows"] ?? ""}
      >
        <TableHeader columns={columns}>
          {(column) => (
            <Column id={column.id} isRowHeader={column.id === "name"} allowsSorting minWidth={WIDTHS[column.id] ?? 110}>
              {({ sortDirection }) => (
                <>
                  {column.name}
                  <span aria-hidden="true">
                    {{ ascending: " ▲", descending: " ▼", none: "" }[sortDirection ?? "none"]}
                  </span>
                </>
              )}
            </Column>
          )}
        </TableHeader>
        <TableBody items={rows} dependencies={[columns]}>
          {(row) => (
            <TableRow id={row.id} columns={columns}>
              {(column) => <Cell>{row.texts[column.id] ?? ""}</Cell>}
            </TableRow>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}
