// What is on the screen as a table: all that the picture says, to sort and to filter.
import { useMemo, useState } from "react";
import {
  Button,
  Cell,
  Column,
  Input,
  Label,
  Row,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TextField,
} from "react-aria-components";
import { HubError } from "../../api/errors.ts";
import { useAsk } from "../../shell/ask.ts";
import { Failure } from "../../shell/states.tsx";
import { saveFile, useWork } from "../../shell/work.ts";
import { locale } from "../../words/format.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { nameOf } from "./kinds/names.ts";
import { csv } from "./model/csv.ts";
import { visibleEdges, visibleNodes } from "./model/graph.ts";
import { RecordExport } from "./start.ts";
import { useExploreWords } from "./words.ts";

const LICENCES_MAX = 100; // what one entry of an export takes

export default function TableView({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const [filter, setFilter] = useState("");
  const [sort, setSort] = useState<SortDescriptor>({ column: "kind", direction: "ascending" });
  const rows = useMemo(() => {
    const links = new Map<string, string[]>();
    const called = new Map<string, string>();
    const nodes = visibleNodes(board.screen);
    for (const node of nodes) called.set(node.id, nameOf(words, language, node.facts));
    for (const edge of visibleEdges(board.screen))
      for (const [one, other] of [
        [edge.from, edge.to],
        [edge.to, edge.from],
      ] as const)
        links.set(one, [...(links.get(one) ?? []), called.get(other) ?? ""]);
    const order = new Intl.Collator(locale(language), { numeric: true });
    const sign = sort.direction === "ascending" ? 1 : -1;
    const column = sort.column as "kind" | "name" | "connections";
    return nodes
      .map((node) => ({
        id: node.id,
        kind: words.kinds[node.kind],
        name: called.get(node.id) ?? "",
        connections: (links.get(node.id) ?? []).join("; "),
      }))
      .filter((row) => `${row.kind} ${row.name} ${row.connections}`.toLowerCase().includes(filter.toLowerCase()))
      .sort((one, other) => sign * order.compare(one[column], other[column]));
  }, [board.screen, filter, sort, words, language]);
  const { isBusy, failure, run } = useWork();
  const ask = useAsk();
  const licences = rows.flatMap((row) => {
    const facts = board.screen.nodes.get(row.id)?.facts;
    return facts?.__typename === "LandlordLicence" && facts["landlord"] == null ? [String(facts["number"])] : [];
  });
  const save = () =>
    run(async () => {
      if (licences.length > 0) {
        const { data } = await ask(RecordExport, { licences });
        if (!data.recordScreenExport) throw new HubError("LOG_UNAVAILABLE", "the export was not recorded");
      }
      const cells = rows.map((row) => [row.kind, row.name, row.connections]);
      const rowsOfText = csv([[words.kind, words.name, words.connections], ...cells]);
      saveFile("domicile.csv", "text/csv;charset=utf-8", rowsOfText);
    });
  return (
    <>
      <div className={styles["tools"]}>
        <TextField value={filter} onChange={setFilter}>
          <Label>{words.filter}</Label>
          <Input />
        </TextField>
        <Button isDisabled={isBusy || licences.length > LICENCES_MAX} onPress={() => void save()}>
          {words.csv}
        </Button>
      </div>
      {licences.length > 0 && (
        <p className={styles["quiet"]}>
          {licences.length > LICENCES_MAX ? words.csvTooMany(LICENCES_MAX) : words.csvLogged(licences.length)}
        </p>
      )}
      {failure !== null && <Failure error={failure} />}
      <div className={styles["scroll"]}>
        <Table
          aria-label={words.table}
          sortDescriptor={sort}
          onSortChange={setSort}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={board.screen.selected ? [board.screen.selected] : []}
          onSelectionChange={(keys) => keys !== "all" && board.point(([...keys][0] as string | undefined) ?? null)}
          className={styles["table"] ?? ""}
        >
          <TableHeader>
            <Column id="kind" allowsSorting>
              {words.kind}
            </Column>
            <Column id="name" isRowHeader allowsSorting>
              {words.name}
            </Column>
            <Column id="connections" allowsSorting>
              {words.connections}
            </Column>
          </TableHeader>
          <TableBody items={rows}>
            {(row) => (
              <Row id={row.id}>
                <Cell>{row.kind}</Cell>
                <Cell>{row.name}</Cell>
                <Cell>{row.connections}</Cell>
              </Row>
            )}
          </TableBody>
        </Table>
      </div>
    </>
  );
}
