import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { digestOf, uuidOf } from '../../../infra/canonical';
import { inTransaction, type Decided } from '../../record/transaction';
import { onRecord } from '../../people/on-record';
import type { Identity } from '../identity';
import { toAlert } from '../../notices/letterbox-alert';
import { refer, type ReferralDeps } from '../referral';
import { parseRegisterId } from '../../people/register-id';
import { personExists } from '../../pathway/pathways';
import { db, firstOf, picked, prepared } from '../../tables/query';
import { type AskedForm, askedFormSchema } from '../../../domain/forms/forms';
import { candidatesFor, candidatesLike } from './matching';

/** Who is referred, as the sender names them, and the event. */
export interface Referred {
  readonly person: Identity | null;
  /** In place of a person: a register id that the sender was told once, and the birth date beside it. */
  readonly registerId: string | null;
  readonly bornOn: PlainDate | null;
  readonly event: PathwayEvent;
}

/** A referral as it comes in. */
export interface Incoming {
  readonly sender: string;
  readonly id: string | null;
  readonly bodyDigest: string;
  readonly referred: Referred;
}

/**
 * Takes a referral in, whoever it is about: nobody is looked for, so that the answer, and the time that it takes, tell nothing of who is known.
 * Out: its reference, the same for the same id and body again; null where the sender used the id for another body.
 */
export async function receiveReferral(pool: Pool, { sender, id, bodyDigest, referred }: Incoming): Promise<string | null> {
  const kept = { reference: randomUUID(), sender, id: id ?? randomUUID(), body_digest: bodyDigest, referred: JSON.stringify(referred) };
  const row = await firstOf(pool, receiving(kept));
  return row?.body_digest === bodyDigest ? row.reference : null;
}

const RECEIVED = ['reference', 'sender', 'id', 'body_digest', 'referred'] as const;
const receiving = prepared('receive-referral', (row: Record<(typeof RECEIVED)[number], string>) =>
  db
    .insertInto('held_referral')
    .values(picked(row, RECEIVED))
    .onConflict((conflict) => conflict.columns(['sender', 'id']).doUpdateSet(({ ref }) => ({ sender: ref('excluded.sender') })))
    .returning(['reference', 'body_digest']),
);

/** The id of the event that a referral becomes in a record, the same for the same record: to decide it again does nothing twice. */
export const eventIdOf = (reference: string, where: string): string => uuidOf([reference, where]);

export interface HeldRow {
  readonly reference: string;
  readonly sender: string;
  readonly referred: Referred;
}

/** Where one referral may be looked at a time, by all processes: two of one person must not both find nobody. */
const ONE_AT_A_TIME = `select pg_advisory_xact_lock(hashtextextended('held-referrals', 0))`;

/**
 * Looks at the oldest referral that nobody has looked at: where it may be somebody on file, a task asks the team; where nobody is, a new person
 * is taken on. Out: false where there is none. Throws where the database is away; the same call may then be made again.
 */
function lookAtNext(deps: ReferralDeps): Promise<boolean> {
  return inTransaction(deps, async (client): Promise<Decided<boolean>> => {
    await client.query(ONE_AT_A_TIME);
    const row = await firstOf(client, nextUnlooked());
    if (!row) return { answer: false, write: null };
    return { answer: true, ...(await look(deps, client, row)) };
  });
}

const nextUnlooked = prepared('next-referral', () =>
  db
    .selectFrom('held_referral')
    .select(['reference', 'sender', 'area'])
    // It goes only when a person has decided.
    .select(({ ref }) => [ref('referred').$castTo<Referred>().as('referred'), ref('asked').$castTo<AskedForm | null>().as('asked')])
    .where('looked_at', 'is', null)
    .orderBy('received_at')
    .orderBy('reference')
    .limit(1)
    .forUpdate(),
);

/** Looks at every referral that nobody has looked at. */
export async function lookAtAll(deps: ReferralDeps): Promise<void> {
  let more = true;
  while (more) more = await lookAtNext(deps);
}

async function look(
  deps: ReferralDeps,
  client: PoolClient,
  { asked, area: of, ...row }: HeldRow & { readonly asked: AskedForm | null; readonly area: string | null },
): Promise<Omit<Decided<boolean>, 'answer'>> {
  // What a caller refers is for the area that is meant where none is named.
  const area = of ?? deps.area.name;
  // Whoever asks for help on a public form is looked at by a person, whether or not anybody like them is on file.
  if (asked) return forTheTeam(row, area, await candidatesLike(client, askedFormSchema.parse(asked).answers), 'help-asked');
  const { person, registerId, bornOn } = row.referred;
  const waits = async (candidates: readonly string[]): Promise<Omit<Decided<boolean>, 'answer'>> => ({
    ...forTheTeam(row, area, candidates),
    also: isUrgent(row) ? await toAlert(client, area, row.reference, deps.clock()) : [],
  });
  if (person === null) {
    const own = registerId === null ? null : parseRegisterId(registerId);
    const said = own === null ? null : (await onRecord(deps.pool, own)).bornOn;
    const is = own !== null && (bornOn === null ? await personExists(client, own) : said === bornOn);
    if (!is) return waits([]);
    return (await become(deps, row, own)) ? taken(row, own) : waits([own]);
  }
  const candidates = await candidatesFor(client, person);
  if (candidates.length > 0) return waits(candidates);
  const answer = await refer(deps, { ...asReferral(row, 'new'), who: person });
  return answer.status === 'applied' ? taken(row, answer.registerId) : waits([]);
}

/** It suggests red: on-call hears of it, as of one that needs nobody to say whom it is about. */
const isUrgent = ({ referred: { event } }: HeldRow): boolean => event.type === 'referral-received' && event.suggestedRating === 'red';

/** What a referral is to the commit, wherever it goes. */
export const asReferral = ({ reference, sender, referred }: HeldRow, where: string) => ({
  id: eventIdOf(reference, where),
  event: referred.event,
  source: `api:${sender}`,
  bodyDigest: digestOf(['held-referral', reference, where]),
});

/** Says a referral's event of a record. Out: whether it was accepted. */
async function become(deps: ReferralDeps, row: HeldRow, registerId: string): Promise<boolean> {
  const { event, ...about } = asReferral(row, registerId);
  const request = { kind: 'event' as const, registerId, events: [event], batch: false, clock: deps.clock(), unanswered: true as const };
  const { status } = await deps.commit({ ...request, ...about });
  return status === 'applied';
}

const taking = prepared('referral-taken', (reference: string, registerId: string) =>
  db
    .updateTable('held_referral')
    .set({ looked_at: sql`now()`, register_id: registerId })
    .where('reference', '=', reference),
);
const taken = ({ reference }: HeldRow, registerId: string): Omit<Decided<boolean>, 'answer'> => ({ write: taking(reference, registerId) });

interface TeamTask {
  readonly key: string;
  readonly kind: 'referral-held' | 'help-asked';
  readonly params: string;
}
const askingTeam = prepared('referral-for-team', (reference: string, candidates: string, task: TeamTask) =>
  db
    .with('task_written', (also) =>
      also
        .insertInto('task')
        .values({ key: task.key, register_id: null, kind: task.kind, audience: 'team', params: task.params })
        .onConflict((conflict) => conflict.column('key').doNothing()),
    )
    .updateTable('held_referral')
    .set({ looked_at: sql`now()`, candidates })
    .where('reference', '=', reference),
);
const forTheTeam = (
  { reference }: HeldRow,
  area: string,
  candidates: readonly string[],
  kind: TeamTask['kind'] = 'referral-held',
): Omit<Decided<boolean>, 'answer'> => {
  const task = { key: `referral-held/${reference}`, kind, params: JSON.stringify({ reference, area }) };
  return { write: askingTeam(reference, JSON.stringify(candidates), task) };
};
