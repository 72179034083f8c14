import type { PoolClient, QueryConfig } from 'pg';
import type { Fact } from '../../../domain/pathway/events';
import type { Seals } from '../../../infra/seals';
import type { Held } from '../types';
import { canonicalJson } from '../../../infra/canonical';
import { seal, sealTexts } from '../../record/chain';
import { digestOfHeld, insertRecordSql, nextRecord, readRecordHead, recordValues } from '../../record/person-record';

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
  await client.query({
    name: 'hold-event',
    text: `with recorded as (${insertRecordSql(14)})
      insert into held_event (id, register_id, pathway, at, until, batch, facts, texts, texts_digests, reason, source, answer, body_digest)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      ...[id, registerId, pathway, new Date(at), new Date(until), batch, `[${written.join(',')}]`, JSON.stringify(texts)],
      ...[JSON.stringify(textsDigests), reason.code, source, JSON.stringify(answer), seal(key, bodyDigest)],
      ...recordValues(record),
    ],
  });
}

/** Takes the row of an event away that waits no longer: it is in the log now. */
export const heldNoLonger = (id: string): QueryConfig<unknown[]> => ({
  name: 'held-no-longer',
  text: 'delete from held_event where id = $1',
  values: [id],
});
