// What a resident was told, and by which channel they want to hear that there is news.
import { type FormEvent, useState } from "react";
import { Button } from "react-aria-components";
import { NOTICE_ADDRESS_CHARACTERS_MAX } from "../../api/limits.ts";
import type { ResultOf, VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Line } from "../../shell/fields.tsx";
import { Written } from "../../shell/written.tsx";
import { useSay } from "../../words/enumerations.ts";
import { instant, series } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { Authority, Ended, Facts, Paged, Press, Row, Section, useNames, useWrite } from "./parts.tsx";
import { Channel, MarkRead, Notices, SetChannel } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

type Notice = NonNullable<NonNullable<ResultOf<typeof Notices>["me"]>["notices"]>["nodes"][number];

export function News() {
  const words = useRecordWords();
  const writing = useWrite();
  const read = () => void writing.write(MarkRead, { upTo: null }, { forget: "notices" });
  return (
    <>
      <section aria-labelledby="notices">
        <h2 id="notices">{words.notices.title}</h2>
        <p>{words.notices.text}</p>
        <Press name={words.notices.markRead} writing={writing} onPress={read} />
        <Paged
          id="notices"
          document={Notices}
          connection={({ me }) => me?.notices}
          none={words.notices.none}
          more={words.notices.more}
          itemId={(notice) => notice.id}
        >
          {(notice) => <OneNotice notice={notice} />}
        </Paged>
      </section>
      <Section id="channel" title={words.channel.title} text={words.channel.text} document={Channel} variables={{}}>
        {({ me }) => <ChannelForm now={me?.noticeChannel ?? null} />}
      </Section>
    </>
  );
}

function OneNotice({ notice }: { notice: Notice }) {
  const words = useRecordWords();
  const { language } = useWords();
  const say = useSay();
  const names = useNames();
  const { breach } = notice;
  return (
    <>
      <strong>{say("NoticeKind", notice.kind)}</strong>
      <span>
        {notice.at && <time dateTime={notice.at}>{instant(language, notice.at)}</time>}{" "}
        {!notice.readAt && <em className={styles["new"]}>{words.notices.unread}</em>}
      </span>
      {breach && (
        <Facts>
          <Row name={words.breach.who}>{series(language, [names.department(breach.client), breach.officeName])}</Row>
          <Row name={words.breach.when}>
            {breach.since && breach.until && `${instant(language, breach.since)} – ${instant(language, breach.until)}`}
          </Row>
          <Row name={words.breach.happened}>{breach.happened && <Written text={breach.happened} />}</Row>
          <Row name={words.breach.consequences}>{breach.consequences && <Written text={breach.consequences} />}</Row>
          <Row name={words.breach.measures}>{breach.measures && <Written text={breach.measures} />}</Row>
          <Row name={words.breach.contact}>{breach.contact && <Written text={breach.contact} />}</Row>
          <Authority authority={breach.supervisoryAuthority} />
        </Facts>
      )}
    </>
  );
}

type Input = VariablesOf<typeof SetChannel>["input"];
type Now = NonNullable<ResultOf<typeof Channel>["me"]>["noticeChannel"];

function ChannelForm({ now }: { now: Now }) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const [channel, setChannel] = useState<Input["channel"]>(now?.channel ?? "NONE");
  const [spoken, setSpoken] = useState<Input["language"]>(now?.language ?? (language === "zh" ? "ZH" : "EN"));
  const [address, setAddress] = useState(now?.address ?? "");
  const send = (event: FormEvent) => {
    event.preventDefault();
    const input = { channel, language: spoken, address: channel === "NONE" ? null : address.trim() };
    void writing.write(SetChannel, { input }, { forget: "channel" });
  };
  const options = <Id extends string>(names: Record<Id, string>) =>
    (Object.entries(names) as [Id, string][]).map(([id, name]) => ({ id, name }));
  return (
    <form onSubmit={send} className="form" autoComplete="off">
      <Choice
        label={words.channel.how}
        options={options(words.channel.channels)}
        chosen={channel}
        onChoose={setChannel}
      />
      <Choice
        label={words.channel.language}
        options={options(words.channel.languages)}
        chosen={spoken}
        onChoose={setSpoken}
      />
      {channel !== "NONE" && (
        <Line
          label={words.channel.addresses[channel]}
          value={address}
          onChange={setAddress}
          most={NOTICE_ADDRESS_CHARACTERS_MAX}
          isRequired
        />
      )}
      <Button type="submit" className="primary" isDisabled={writing.isBusy}>
        {words.channel.save}
      </Button>
      <Ended writing={writing} />
    </form>
  );
}
