import type { Instant } from '../../../../domain/calendar/dates';
import { eventSchema, type Fact, type PathwayEvent } from '../../../../domain/pathway/events';
import { parseInstant } from '../../../../domain/calendar/dates';
import { coreContext } from '../../../../services/rules/policies';
import { openMail } from '../../../../infra/mail/mail';
import { area } from '../../../../services/rules/areas';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import { storedContacts } from '../../../../services/people/contacts';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import type { SenderDeps } from '../../../../services/notices/sending/attempt';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea } from '../../../../services/notices/settings';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { fact } from '../../../support/core/core';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import type { Said } from '../../../support/core/facts';
import { mailCatcher, type ArrivedMail, type TestMail } from '../../../support/mail/mail';
import { CONTACTS } from './world';

/** A notice as it stands. */
export interface Became {
  readonly key: string;
  readonly template: string;
  readonly recipient: string;
  readonly said: string;
}

/** One person of whom events are heard through the one commit, and to whom and of whom is written through the one sender, to a real mail server. */
export interface Spoken {
  readonly database: TestDatabase;
  readonly catcher: TestMail;
  readonly commit: CommitDeps;
  readonly sender: SenderDeps;
  readonly registerId: string;
  /** The clock of both. */
  now: Instant;
  /** Sets the clock to a London time such as `2026-09-01T09:00`. */
  at(when: string): void;
  /** Commits an event a minute later; nothing is sent for it yet. Throws where it is refused. */
  hear(event: Said, id?: string): Promise<void>;
  /** Takes the wake-ups up to the present. */
  wake(): Promise<void>;
  /** Gathers the digests whose time has come. */
  gather(): Promise<number>;
  /** Sends what is due a minute later; gives what arrived: `address: subject`, without the register id, in order of addresses. */
  go(): Promise<string[]>;
  /** What arrived at an address, oldest first. */
  mailsTo(address: string): Promise<ArrivedMail[]>;
  /** What became of the notices (of a kind, to a recipient), oldest first. */
  became(template?: string, recipient?: string): Promise<Became[]>;
  openTasks(): Promise<string[]>;
  strike(): Promise<void>;
}

/** An event as a caller would write it, with its typed words where it has them. */
function wordsAndAll(event: Said): PathwayEvent | Fact {
  const whole = eventSchema.safeParse(event);
  return whole.success ? whole.data : fact(event);
}

/** Sets the stage at 09:00 London time on 1 September 2026. Strike it in `afterEach`. `url`: a mail server in place of the catcher. */
export async function spoken({
  contacts = CONTACTS,
  bornOn = null as string | null,
  url = undefined as string | undefined,
} = {}): Promise<Spoken> {
  const [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  const mail = openMail({ url: url ?? catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  const deps: CommitDeps = { ...commitDeps(database.pool), book: (id) => area(id).book };
  const registerId = newRegisterId();
  const person = somebody({
    contacts: storedContacts(contacts),
    bornOn: bornOn === null ? null : (fact({ type: 'leave-began', on: bornOn }).on ?? null),
  });
  const stage: Spoken = {
    database,
    catcher,
    commit: deps,
    sender: {
      pool: database.pool,
      mail,
      core: coreContext(),
      now: () => stage.now,
      onError: (error) => {
        throw error;
      },
    },
    registerId,
    now: parseInstant('2026-09-01T09:00'),
    at: (when) => {
      stage.now = parseInstant(when);
    },
    hear: async (event, id) => {
      stage.now = (stage.now + 60_000) as Instant;
      const answer = await say(deps, registerId, stage.now, wordsAndAll(event), { person, ...(id === undefined ? {} : { id }) });
      if (answer.status !== 'applied') throw new Error(`${event.type} was not applied: ${JSON.stringify(answer)}`);
    },
    wake: async () => void (await commit(deps, { kind: 'wake', registerId, clock: stage.now })),
    gather: () => gatherDigests(database.pool, deps.core.holidays, stage.now),
    go: async () => {
      stage.now = (stage.now + 60_000) as Instant;
      const before = (await catcher.mails()).length;
      while ((await sendDue(stage.sender, 'mail')).more);
      return (await catcher.mails())
        .slice(before)
        .map(({ envelope, parsed }) => `${envelope.to.join()}: ${parsed.subject?.replace(`${registerId}: `, '')}`)
        .toSorted();
    },
    mailsTo: async (address) => (await catcher.mails()).filter(({ envelope }) => envelope.to[0] === address),
    became: async (template, recipient) => {
      const { rows } = await database.pool.query<Became>(
        `select key, template, recipient, status || coalesce(': ' || reason, '') as said from notice
          where ($1::text is null or template = $1) and ($2::text is null or recipient = $2) order by planned_at, created_at, key`,
        [template, recipient],
      );
      return rows;
    },
    openTasks: async () => {
      const { rows } = await database.pool.query<{ key: string }>(
        `select key from task where status = 'open' and kind <> 'look-back' order by key`,
      );
      return rows.map(({ key }) => key);
    },
    strike: async () => {
      mail.close();
      await Promise.all([database.drop(), catcher.stop()]);
    },
  };
  return stage;
}
