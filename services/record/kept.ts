import type { ClientBase } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { compareStored, type StoredDeadline, type StoredStep } from '../../domain/pathway/adoption';
import type { CoreContext } from '../../domain/pathway/types';
import type { PersonRow, Stored } from './read';

/** What says, in a person's row, by which core it was written, and that nobody else has written since. */
export const stampFor = ({ stamp }: CoreContext, sequence: number, playedTo: number): string => `${stamp}/${sequence}/${playedTo}`;

/** True where a person's record is what this very core made of it. */
export const isOwnWork = (
  core: CoreContext,
  { stamp, sequence, played_to }: Pick<PersonRow, 'stamp' | 'sequence' | 'played_to'>,
): boolean => played_to === null || stamp === stampFor(core, sequence, Number(played_to));

/**
 * Lets what is stored stand: where another core, other rules or other holidays wrote a person's record, it is held against what these derive,
 * and each pathway of the record gets what is kept (ADR 14). Where this core wrote it, the two agree, and nothing is read.
 */
export async function withKept(client: ClientBase, core: CoreContext, stored: Stored): Promise<Stored> {
  if (isOwnWork(core, stored.person)) return stored;
  const { rows } = await client.query<{ deadlines: OfPathways<StoredDeadline> | null; steps: OfPathways<StoredStep> | null }>({
    name: 'commit-read-standing',
    text: `select
      (select json_agg(json_build_object('pathway', pathway, 'id', id, 'kind', kind, 'anchor', anchor, 'due', due, 'rule', rule, 'status', status,
                                         'owed', owed, 'settledOn', settled_on, 'subject', subject, 'soft', soft))
         from deadline where register_id = $1) as deadlines,
      (select json_agg(json_build_object('pathway', pathway, 'deadline', deadline, 'step', step, 'at', (extract(epoch from at) * 1000)::bigint))
         from wake_up where register_id = $1 and step <> 'begin' and deadline <> 'held') as steps`,
    values: [stored.person.register_id],
  });
  const { deadlines, steps } = rows[0] ?? { deadlines: null, steps: null };
  const of = <T>(all: OfPathways<T> | null, number: number): T[] => (all ?? []).filter(({ pathway }) => pathway === number);
  const pathways = stored.record.pathways.map((pathway) => {
    const kept = compareStored(core, stored.record, pathway.number, {
      deadlines: of(deadlines, pathway.number),
      steps: of(steps, pathway.number).map((step) => ({ ...step, at: Number(step.at) as Instant })),
    });
    return { ...pathway, kept };
  });
  return { ...stored, record: { ...stored.record, pathways }, isOwnWork: false };
}

type OfPathways<T> = (T & { readonly pathway: number })[];
