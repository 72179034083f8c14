import type { Insertable } from 'kysely';
import type { PoolClient } from 'pg';
import type { Fact } from '../../../domain/pathway/events';
import type { Seals } from '../../../infra/seals';
import type { Held } from '../types';
import { canonicalJson } from '../../../infra/canonical';
import { seal, sealTexts } from '../../record/chain';
import { digestOfHeld, insertRecord, nextRecord, readRecordHead, storedRecord, type StoredRecord } from '../../record/person-record';
import { countOf, db, picked, prepared } from '../../tables/query';
import { columnsOf } from '../../tables/recordset';
import type { Tables } from '../../tables/tables';

/** For how long what contradicts the record by its order waits for what may come before it (contract section 7). */
export const HELD_FOR_MS = 24 * 3_600_000;

/** An event that is to wait: what was answered, and what is decided again. */
export interface ToHold {
  readonly answer: Held;
  readonly facts: readonly Fact[];
  readonly texts: readonly Readonly<Record<string, string>>[];
  readonly source: string;
  /** The person's own; null where it was destroyed. */
  readonly key: Buffer | null;
  readonly bodyDigest: string | undefined;
}

/**
 * Writes an event that waits, and in the person's record of changes that it does: one that was taken away shows. In a transaction that has the
 * person's row. Throws a unique violation where an event of this id waits already.
 */
export async function holdEvent(
  client: PoolClient,
  seals: Seals,
  { answer, facts, texts, source, key, bodyDigest }: ToHold,
): Promise<void> {
  const { id, registerId, pathway, batch, at, until, reason } = answer;
  const written = facts.map((fact) => canonicalJson(fact));
  const textsDigests = texts.map((words) => sealTexts(key, words));
  const record = nextRecord(seals, await readRecordHead(client, registerId), {
    ...{ registerId, kind: 'held', subject: id, at, source },
    digest: digestOfHeld(seals, { id, at, facts: written, textsDigests }),
  });
  const row = {
    id,
    register_id: registerId,
    pathway,
    at: new Date(at),
    until: new Date(until),
    batch,
    facts: `[${written.join(',')}]`,
    texts: JSON.stringify(texts),
    texts_digests: JSON.stringify(textsDigests),
    reason: reason.code,
    source,
    answer: JSON.stringify(answer),
    body_digest: seal(key, bodyDigest),
  };
  await countOf(client, holding(row, storedRecord(record)));
}

const COLUMNS = columnsOf('held_event', 'position');

const holding = prepared('hold-event', (row: Pick<Insertable<Tables['held_event']>, (typeof COLUMNS)[number]>, record: StoredRecord) =>
  db
    .with('recorded', (also) => insertRecord(also, record))
    .insertInto('held_event')
    .values(picked(row, COLUMNS)),
);

/** Takes the row of an event away that waits no longer: it is in the log now. */
export const heldNoLonger = prepared('held-no-longer', (id: string) => db.deleteFrom('held_event').where('id', '=', id));
