import { type Instant, plainDate } from '../../../../domain/calendar/dates';
import { eventSchema } from '../../../../domain/pathway/events';
import { openMail } from '../../../../infra/mail/mail';
import { changeArea } from '../../../../services/areas/versions';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import type { EventAnswer } from '../../../../services/commit/types';
import { arrange, type ArrangeDeps } from '../../../../services/meetings/places/arrange';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea } from '../../../../services/notices/settings';
import { storedContacts } from '../../../../services/people/contacts';
import { type Area, area, areaOfFile } from '../../../../services/rules/areas';
import { coreContext } from '../../../../services/rules/policies';
import { readToday } from '../../../../services/today/today';
import type { Said } from '../../../support/core/facts';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { mailCatcher } from '../../../support/mail/mail';
import { about } from '../../notices/support/staff';
import { at } from '../../notices/support/world';

/** An area that books by itself, somebody in it, a mail server, and what a person's workflow does after each event. */
export interface ArrangingStage {
  readonly database: TestDatabase;
  /** Whose story is told; a new one begins with `another`. */
  registerId(): string;
  another(): void;
  setNow(when: string): void;
  /** What the area has and says from now on. */
  areaHas(more: Partial<Area>): Promise<void>;
  /** An event as it is heard, and what follows (`later`). Throws where it does not apply. */
  hear(when: string, event: Said, id?: string): Promise<string[]>;
  /** Only says it. */
  said(when: string, event: Said, id: string): Promise<EventAnswer>;
  /** The steps that are due, arranging, and sending, at an instant. Out: what arrived since, `who: subject`, sorted. */
  later(when: string): Promise<string[]>;
  /** The same, where something happens in the moment in which the service is about to book. */
  laterWhile(when: string, happens: () => Promise<unknown>): Promise<string[]>;
  /** `kind day status`, by day. */
  meetings(): Promise<string[]>;
  /** The id of a meeting of a kind, the first one or that of a day. */
  idOf(kind: string, on?: string): Promise<string>;
  /** What is put before the team that no date of a rule brings. */
  tasks(): Promise<string[]>;
  /** When those of a kind are due that are owed. */
  owed(kind: string): Promise<string[]>;
  /** The ids of those of a kind that are owed. */
  idsOwed(kind: string): Promise<string[]>;
  /** All that is owed, `kind due status`, by kind. */
  allOwed(): Promise<string[]>;
  /** What stands on the team's page of the day of an instant, `group: kind`, with what is booked for it. */
  today(when: string): Promise<string[]>;
  /** The places that are kept or booked, `kind day`. */
  places(): Promise<string[]>;
  /** All that arrived so far, as it was written: who, subject, text. */
  mails(): Promise<string[]>;
  strike(): Promise<void>;
}

interface Scene {
  /** Beside the example's. */
  readonly area: Partial<Area>;
  readonly contacts: readonly Readonly<Record<string, unknown>>[];
  readonly bornOn: string;
  readonly from: string;
}

/** Sets the stage. Strike it in `afterEach`. */
export async function arrangingStage({ area: has, contacts, bornOn, from }: Scene): Promise<ArrangingStage> {
  const [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  const { pool } = database;
  const mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(pool, 'example', { ownMailServer: false });
  const deps: CommitDeps = { ...commitDeps(pool), book: (id) => area(id).book };
  let now = at(from);
  let [registerId, read, count] = [newRegisterId(), 0, 0];
  const areaHas = async (more: Partial<Area>): Promise<void> => {
    await changeArea(pool, { profile: { ...areaOfFile('example'), arranging: 'book', noticeDays: {}, ...has, ...more }, ...about(now) });
  };
  await areaHas({});
  const said: ArrangingStage['said'] = (when, event, id) => {
    now = at(when);
    const person = somebody({ name: 'Zebedee Quillfeather', bornOn: plainDate(bornOn), contacts: storedContacts(contacts) });
    return say(deps, registerId, now, eventSchema.parse(event), { person, id });
  };
  const laterWhile: ArrangingStage['laterWhile'] = async (when, happens) => {
    now = at(when);
    await commit(deps, { kind: 'wake', registerId, clock: now });
    const booking: ArrangeDeps['commit'] = async (request) => {
      await happens();
      return commit(deps, request);
    };
    const arranging: ArrangeDeps = { pool, core: coreContext(), now: () => now, commit: booking };
    for (const _ of [1, 2]) await arrange(arranging, { registerId, pathway: 1 });
    await sendDue({ pool, mail, core: coreContext(), now: () => (now + 1_000) as Instant }, 'mail');
    const arrived = (await catcher.mails()).slice(read);
    read += arrived.length;
    return arrived
      .map(({ envelope, parsed }) => `${envelope.to.join().split('@')[0]}: ${parsed.subject?.replace(`${registerId}: `, '')}`)
      .toSorted();
  };
  const later: ArrangingStage['later'] = (when) => laterWhile(when, () => Promise.resolve());
  const lines = async (text: string, ...values: string[]): Promise<string[]> =>
    (await pool.query<{ line: string }>(text, [registerId, ...values])).rows.map(({ line }) => line);
  return {
    database,
    registerId: () => registerId,
    another: () => void (registerId = newRegisterId()),
    setNow: (when) => void (now = at(when)),
    areaHas,
    said,
    later,
    laterWhile,
    hear: async (when, event, id) => {
      count += 1;
      const answer = await said(when, event, id ?? `e-${count}`);
      if (answer.status !== 'applied') throw new Error(JSON.stringify(answer));
      return later(when);
    },
    meetings: () => lines(`select kind || ' ' || "on" || ' ' || status as line from meeting where register_id = $1 order by "on", kind`),
    idOf: async (kind, on = '') =>
      (
        await lines(
          `select id as line from meeting where register_id = $1 and kind = $2 and $3 in ('', "on"::text) order by "on"`,
          kind,
          on,
        )
      )[0] ?? '',
    tasks: () => lines(`select kind as line from task where register_id = $1 and status = 'open' order by kind`),
    owed: (kind) => lines(`select due::text as line from deadline where register_id = $1 and kind = $2 and owed order by due`, kind),
    idsOwed: (kind) => lines(`select id as line from deadline where register_id = $1 and kind = $2 and owed order by id`, kind),
    allOwed: () =>
      lines(`select kind || ' ' || coalesce(due::text, 'no date') || ' ' || status as line from deadline where register_id = $1 and owed
        order by kind, due`),
    today: async (when) => {
      const looker = { id: 'ana-example', roles: ['lda-officer' as const], areas: ['example'] };
      const { lines: found } = await readToday(pool, looker, { whose: 'all' }, at(when), coreContext().holidays);
      return found
        .filter((one) => one.registerId === registerId)
        .map(({ group, kind, booked }) => `${group}: ${kind}${booked === null ? '' : `, booked ${booked}`}`);
    },
    places: () =>
      lines(`select kind || ' ' || "on" as line from place_offer where register_id = $1 and place is not null order by "on", kind`),
    mails: async () =>
      (await catcher.mails()).map(
        ({ envelope, parsed }) => `${envelope.to.join().split('@')[0]}: ${parsed.subject ?? ''}\n${parsed.text ?? ''}`,
      ),
    strike: async () => {
      mail.close();
      await changeArea(pool, { profile: areaOfFile('example'), ...about(now) });
      await Promise.all([database.drop(), catcher.stop()]);
    },
  };
}
