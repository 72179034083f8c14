import type { ClientBase, QueryConfig } from 'pg';
import type { Heard, Hearing, Played } from '../../domain/pathway/engine';
import type { Fact } from '../../domain/pathway/events';
import { refusalLines } from '../../domain/pathway/lines/group';
import { standing } from '../../domain/pathway/place';
import { latestPathway } from '../../domain/pathway/present';
import type { RefusalCode } from '../../domain/pathway/refusals';
import type { PersonRecord, Refusal } from '../../domain/pathway/types';
import { parseRegisterId } from '../people/register-id';
import { db, firstOf, prepared } from '../tables/query';

/** The refusals that the core knows nothing of, because they rest on names, or on other people's records. */
const BEYOND_CORE: readonly RefusalCode[] = [
  'id-tells-who',
  'duplicate-of-nobody',
  'duplicate-of-itself',
  'duplicate-of-ended',
  'closed-as-duplicate',
];

/** The refusal of that code, where the core knows nothing of it; undefined where it does. */
export const beyondCore = (code: string | null): RefusalCode | undefined => BEYOND_CORE.find((one) => one === code);

/** A closing that names another record, alone or as what a correction puts in a place; undefined where a fact is none. */
function namedBy(fact: Fact): string | undefined {
  if (fact.type === 'corrected') return fact.with === undefined ? undefined : namedBy(fact.with);
  return fact.type === 'pathway-closed' ? fact.duplicateOf : undefined;
}

/** The same fact with the register id written as it is on file, so that one spelling stands in the log. */
export function withRegisterId(fact: Fact): Fact {
  if (fact.type === 'corrected') return fact.with === undefined ? fact : { ...fact, with: withRegisterId(fact.with) as typeof fact.with };
  if (fact.type !== 'pathway-closed' || fact.duplicateOf === undefined) return fact;
  return { ...fact, duplicateOf: parseRegisterId(fact.duplicateOf) ?? fact.duplicateOf };
}

/** A record that is named as the one that lives on: whether it has ended; null: it never had a pathway. */
const named = (registerId: string) =>
  db
    .selectFrom('person')
    .select('duplicate_of')
    .select((eb) =>
      eb
        .selectFrom('pathway')
        .select((of) => of('ended_type', 'is not', null).as('ended'))
        .whereRef('pathway.register_id', '=', 'person.register_id')
        .where('ended_type', 'is distinct from', 'corrected')
        .orderBy('number', 'desc')
        .limit(1)
        .as('ended'),
    )
    .where('person.register_id', '=', registerId);
const lookingAtNamed = prepared('look-at-named', (registerId: string) => named(registerId));
const holdingNamed = prepared('hold-named', (registerId: string) => named(registerId).forShare('person'));

/**
 * Says why a record cannot be closed as the duplicate that an event makes of it; null where it can, or none does. Who is named must be
 * somebody else here, and live on: it is held as it is until this transaction ends, so that two records cannot close as duplicates of each other.
 * @param lock false for a dry run
 */
export async function refusesDuplicate(
  client: ClientBase,
  registerId: string,
  facts: readonly Fact[],
  { batch, lock }: { readonly batch: boolean; readonly lock: boolean },
): Promise<Refusal | null> {
  for (const [index, fact] of facts.entries()) {
    const named = namedBy(fact);
    const why = named === undefined ? null : await complaint(client, registerId, named, lock);
    if (why) return { ...why, ...(batch ? { part: index + 1 } : {}) };
  }
  return null;
}

async function complaint(client: ClientBase, registerId: string, named: string, lock: boolean): Promise<Refusal | null> {
  const other = parseRegisterId(named);
  if (other === null)
    return {
      code: 'duplicate-of-nobody',
      detail: '`duplicateOf` is no register id: it has another shape, or a character was misheard. Name the record that lives on.',
    };
  if (other === registerId)
    return { code: 'duplicate-of-itself', detail: '`duplicateOf` names this record itself. Name the other one, which lives on.' };
  const row = await firstOf(client, lock ? holdingNamed(other) : lookingAtNamed(other));
  if (!row)
    return {
      code: 'duplicate-of-nobody',
      detail: 'Nobody here has the register id in `duplicateOf`. Check it; name the record that lives on.',
    };
  if (row.duplicate_of !== null)
    return {
      code: 'duplicate-of-ended',
      detail: `The record in \`duplicateOf\` was itself closed as a duplicate, of ${row.duplicate_of}. Name the record that lives on.`,
    };
  if (row.ended !== false)
    return {
      code: 'duplicate-of-ended',
      detail:
        'The record in `duplicateOf` has ended, so that nothing would be owed to this person any more. Name one that is open; refer the person anew there first if need be.',
    };
  return null;
}

/** The record of which this one stands closed as a duplicate; null where it does not. */
export function duplicateOf(record: PersonRecord): string | null {
  const closings = standing(latestPathway(record)?.log ?? []).map(({ fact }) => namedBy(fact));
  return closings.find((named) => named !== undefined) ?? null;
}

/** An event that the core would take, refused for what it does not know: other people's records. */
export function refuseForOthers(played: Played, heard: Hearing, refusal: Refusal): Heard {
  const pathway = latestPathway(played.record)?.number ?? 1;
  return { outcome: 'refused', refusal, pathway, record: played.record, lines: refusalLines(heard, refusal, pathway) };
}

/** True where an event would begin a new pathway under a register id that was given up, or comes after its end: it belongs to the living record. */
export const isElsewhere = (before: PersonRecord, heard: Heard): boolean =>
  heard.outcome === 'applied' ? heard.record.pathways.length > before.pathways.length : heard.refusal.code === 'pathway-ended';

/** The refusal of such an event. `living`: where it belongs. */
export const belongsTo = (heard: Heard, living: string): Refusal => ({
  ...(heard.outcome === 'refused' ? heard.refusal : { code: 'closed-as-duplicate' }),
  detail: `This record was closed as a duplicate. Send what happened to the record that lives on, ${living}.`,
});

/** Takes a number back from the record that lives on, where that has it from this one. */
const takeBack = prepared('number-taken-back', (registerId: string) =>
  db
    .updateTable('person as living')
    .from('person as dead')
    .set({ nhs_number: null })
    .where('dead.register_id', '=', registerId)
    .whereRef('living.register_id', '=', 'dead.duplicate_of')
    .whereRef('living.nhs_number', '=', 'dead.former_nhs_number'),
);
const comeBack = prepared('number-come-back', (registerId: string) =>
  db
    .updateTable('person')
    .set(({ fn }) => ({ nhs_number: fn.coalesce('nhs_number', 'former_nhs_number'), former_nhs_number: null, duplicate_of: null }))
    .where('register_id', '=', registerId),
);
const giveUp = prepared('number-given-up', (registerId: string, living: string) =>
  db
    .updateTable('person')
    .set(({ ref }) => ({ former_nhs_number: ref('nhs_number'), nhs_number: null, duplicate_of: living }))
    .where('register_id', '=', registerId),
);
const passOn = prepared('number-passed-on', (registerId: string) =>
  db
    .updateTable('person as living')
    .from('person as dead')
    .set(({ ref }) => ({ nhs_number: ref('dead.former_nhs_number') }))
    .where('dead.register_id', '=', registerId)
    .whereRef('living.register_id', '=', 'dead.duplicate_of')
    .where('living.nhs_number', 'is', null),
);

/**
 * The statements that follow a change of what a record is a duplicate of, in order. The number goes to the living record, where that has
 * none; where the closing is taken back, it comes back.
 */
export function numberMoves(registerId: string, was: string | null, is: string | null): QueryConfig<unknown[]>[] {
  if (was === is) return [];
  return [
    ...(was === null ? [] : [takeBack(registerId), comeBack(registerId)]),
    ...(is === null ? [] : [giveUp(registerId, is), passOn(registerId)]),
  ];
}
