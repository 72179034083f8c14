import type { FilledForm } from '../../domain/forms/forms';
import { type Decided, inTransaction } from '../record/transaction';
import type { SheetDeps } from './sheets';
import { lockForForm, readVersions, toWriteVersion, type WrittenForm } from './written-forms';

/** Which form of whom, and who writes it. */
export interface FormToWrite {
  readonly registerId: string;
  readonly id: string;
  /** As the log of events names a source. */
  readonly source: string;
}

/**
 * Writes the next version of a form, decided upon those that stand, while nobody else writes one about the person: two who write at one time each
 * decide upon what the other wrote. Out: what `decide` says; `unknown`: the record is nobody's, or was closed as a duplicate, and nothing is written.
 * Throws where the database is away; the same call may then be made again.
 * @param decide from all versions, the first one first, what comes of it, and the form that is written; null: none is
 */
export function writeNextVersion<Answer>(
  deps: SheetDeps,
  { registerId, id, source }: FormToWrite,
  decide: (versions: readonly WrittenForm[]) => { readonly answer: Answer; readonly form: FilledForm | null },
): Promise<Answer | 'unknown'> {
  return inTransaction<Answer | 'unknown'>(deps, async (client): Promise<Decided<Answer | 'unknown'>> => {
    const person = await lockForForm(client, registerId);
    if (person === null || person.duplicateOf !== null) return { answer: 'unknown', write: null };
    const versions = await readVersions(client, registerId, id);
    const { answer, form } = decide(versions);
    if (form === null) return { answer, write: null };
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const about = { registerId, id, version, form, at: deps.clock(), source, eventId: null };
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, about);
    return { answer, write, also };
  });
}
