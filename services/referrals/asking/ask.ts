import { randomUUID } from 'node:crypto';
import { type Insertable } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { AskedForm } from '../../../domain/forms/forms';
import { canonicalJson } from '../../../infra/canonical';
import type { Seals } from '../../../infra/seals';
import { acknowledgementOf, toAcknowledge } from '../../notices/askers/acknowledgement';
import { newRegisterId, type RegisterId } from '../../people/register-id';
import { inTransaction, type Decided } from '../../record/transaction';
import { db, firstOf, picked, prepared } from '../../tables/query';
import type { Tables } from '../../tables/tables';

export interface AskDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  readonly clock: () => Instant;
  readonly area: { readonly id: string };
}

/** What somebody who asked is told: the same whether or not anybody is known. */
export interface Asked {
  /** What they say on the phone. It is the register id of somebody new, once a person has taken them on. */
  readonly code: string;
  /** When it was received: where the same was sent twice, the first time. */
  readonly at: Instant;
  /** A mail goes to them besides. */
  readonly mailed: boolean;
}

/** The sender's name of whatever comes by a public form: no token can have one with a space in it. */
export const PUBLIC = 'the public form';

const fromPublic = prepared('asked-for-help', (id: string) =>
  db.selectFrom('held_referral').select(['reference', 'code', 'status', 'received_at']).where('sender', '=', PUBLIC).where('id', '=', id),
);
const taken = prepared('code-taken', (code: string) =>
  db
    .selectFrom('person')
    .select('register_id as code')
    .where('register_id', '=', code)
    .unionAll(
      db
        .selectFrom('held_referral')
        .select((eb) => eb.ref('code').$notNull().as('code'))
        .where('code', '=', code),
    ),
);

const COLUMNS = ['reference', 'code', 'sender', 'id', 'body_digest', 'received_at', 'asked', 'area'] as const;
const keeping = prepared('ask-for-help', (row: Pick<Insertable<Tables['held_referral']>, (typeof COLUMNS)[number]>) =>
  db.insertInto('held_referral').values(picked(row, COLUMNS)),
);

/** Where the same words may be taken in once at a time, by all processes. */
const ONCE = (id: string) => ({
  name: 'asking-once',
  text: `select pg_advisory_xact_lock(hashtextextended('asked ' || $1, 0))`,
  values: [id],
});

/** A code that is nobody's: neither the register id of somebody on file nor what another was told. */
async function freshCode(client: PoolClient): Promise<RegisterId> {
  for (;;) {
    const code = newRegisterId();
    if (!(await firstOf(client, taken(code)))) return code;
  }
}

/**
 * Takes in that somebody asks for help on a public form, whoever they are: nobody is looked for, so that the answer, and the time that it takes,
 * tell nothing of who is known. The same answers again, from another tab or because the page was sent twice, are the same referral, until a
 * person has decided about it. Throws where the database is away; the same call may then be made again.
 * @param form what was answered, as its edition says
 * @param mails whether an acknowledgement may go by mail: a mailbox is written to a few times a day at the most
 */
export function askForHelp(deps: AskDeps, form: AskedForm, mails: boolean): Promise<Asked> {
  // Of nobody's words alone: whoever has the database cannot try out what somebody may have written.
  const [digest = ''] = deps.seals.every('typed', canonicalJson(['asked', form]));
  return inTransaction<Asked>(deps, (client) => take(deps, client, { digest, form, mails }));
}

interface ToTake {
  readonly digest: string;
  readonly form: AskedForm;
  readonly mails: boolean;
}

async function take(deps: AskDeps, client: PoolClient, { digest, form, mails }: ToTake): Promise<Decided<Asked>> {
  await client.query(ONCE(digest));
  let id = digest;
  for (;;) {
    const before = await firstOf(client, fromPublic(id));
    if (!before) break;
    if (before.status === 'received' && before.code !== null) {
      const mailed = (await firstOf(client, acknowledgementOf(before.reference))) !== null;
      return { answer: { code: before.code, at: before.received_at.getTime() as Instant, mailed }, write: null };
    }
    // The same words after a decision are another request.
    id = `${digest}/${before.reference}`;
  }
  const [reference, code, at] = [randomUUID(), await freshCode(client), deps.clock()];
  const acknowledge = mails ? toAcknowledge({ reference, code, areaId: deps.area.id, form, at }) : null;
  return {
    answer: { code, at, mailed: acknowledge !== null },
    write: keeping({
      reference,
      code,
      sender: PUBLIC,
      id,
      body_digest: digest,
      received_at: new Date(at),
      asked: JSON.stringify(form),
      area: deps.area.id,
    }),
    also: acknowledge ? [acknowledge] : [],
  };
}
