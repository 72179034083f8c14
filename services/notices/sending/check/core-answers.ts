import type { PoolClient } from 'pg';
import type { Instant, PlainDate } from '../../../../domain/calendar/dates';
import { ownerAt } from '../../../../domain/notices/staffing';
import { noticesWanted } from '../../../../domain/notices/wanted';
import { snapshotAt } from '../../../../domain/pathway/engine';
import { standing } from '../../../../domain/pathway/place';
import { bornOnFor } from '../../../../domain/pathway/present';
import type { CoreContext, LogEntry, PathwayRecord, PersonRecord, Snapshot } from '../../../../domain/pathway/types';
import { withStoredAnswers } from '../../../record/stored-answers';
import { readPerson, readStored } from '../../../record/read';
import type { Contact } from '../../../../domain/notices/recipients';

/**
 * A pathway's record as the core reads it, asked at the moment of sending. Whatever a notice rests on is one look at the core's own answer:
 * no rule about corrections, consent or wishes is worked out here.
 */
export interface CoreAnswers {
  /** The person's sequence: how many events have been accepted. */
  readonly sequence: number;
  readonly contacts: readonly Contact[];
  /** The member of staff who owns the pathway now; null: nobody. */
  readonly owner: string | null;
  /** As it stands after every correction; null: it is not known. */
  readonly bornOn: PlainDate | null;
  /** They asked for help, or told of a change, themself. */
  readonly askedThemself: boolean;
  /** What stands now; null where nothing was accepted on this pathway. */
  readonly now: Snapshot | null;
  /** The fact of an event as it stands after every correction; undefined where it was taken back, or never accepted. */
  factOf(event: string): LogEntry | undefined;
  /** What stood once an event had been heard, as is known now: with what was corrected since, and without what came after it. */
  after(event: string): Snapshot | null;
  /** Whether an event that was put right since would still, as it stands now, bring this notice to this audience. */
  stillWants(event: string, notice: string, audience: string): boolean;
}

/** Reads a person's record inside a transaction, and asks the core about one pathway of it. Null where nobody is on file. Throws where the database is away. */
export async function askCore(
  client: PoolClient,
  { core, registerId, pathway: number, now }: { core: CoreContext; registerId: string; pathway: number; now: Instant },
): Promise<CoreAnswers | null> {
  const read = await readStored(client, { registerId }, readPerson(client, registerId, false));
  if (!read) return null;
  const stored = await withStoredAnswers(client, core, read);
  const { record, person } = stored;
  const own = record.pathways.find((pathway) => pathway.number === number);
  const log = own?.log ?? [];
  const facts = standing(log);
  /** What stands of these facts alone. */
  const of = (entries: readonly LogEntry[], at: Instant): Snapshot | null =>
    own ? snapshotAt(core, withPathway(record, { number, ruleSet: own.ruleSet, log: entries, progress: {} }), at, number) : null;
  return {
    sequence: person.sequence,
    contacts: person.contacts,
    owner: ownerAt(stored.owners, number, now),
    bornOn: bornOnFor(record, number),
    askedThemself: facts.some(({ fact }) => 'source' in fact && fact.source === 'self'),
    now: own ? snapshotAt(core, record, now, number) : null,
    factOf: (event) => facts.find(({ id }) => id === event),
    after: (event) => {
      const entry = log.find(({ id }) => id === event);
      return entry ? of(heardBy(facts, entry.sequence), entry.at) : null;
    },
    stillWants: (event, notice, audience) => {
      const entry = facts.find(({ id }) => id === event);
      if (!entry) return false;
      const applied = facts.filter(({ id, batch }) => id === event || (entry.batch !== undefined && batch === entry.batch));
      const known = heardBy(facts, Math.max(...applied.map(({ sequence }) => sequence)));
      const before = of(
        known.filter((one) => !applied.includes(one)),
        entry.at,
      );
      const after = of(known, entry.at);
      if (!before || !after) return false;
      const { notices } = noticesWanted({ lines: [], applied, log: known, before, after });
      return notices.some((one) => one.notice === notice && one.audience === audience && one.event === event);
    },
  };
}

const heardBy = (facts: readonly LogEntry[], sequence: number): LogEntry[] => facts.filter((entry) => entry.sequence <= sequence);

const withPathway = (record: PersonRecord, pathway: PathwayRecord): PersonRecord => ({
  ...record,
  pathways: record.pathways.map((one) => (one.number === pathway.number ? pathway : one)),
});
