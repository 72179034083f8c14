import { confirmBy, secondPerson } from '../../domain/pathway/second-person';
import type { CoreContext } from '../../domain/pathway/types';
import { CONFIRM, confirmKey, notRightKey, type TaskRow } from '../tasks/tasks';
import type { Heard } from './heard';

/**
 * What a second person is asked for by the corrections that were just accepted, and the keys of what nobody is asked for any more. It is written
 * with the correction itself, so that the one is never there without the other.
 */
export function secondPersonTasks(
  { holidays }: Pick<CoreContext, 'holidays'>,
  { request, record, at, applied }: Heard,
): { readonly raised: readonly TaskRow[]; readonly done: readonly string[] } {
  const isCorrection = applied?.entries.some(({ fact }) => fact.type === 'corrected') ?? false;
  const log = record.pathways.find(({ number }) => number === applied?.answer.pathway)?.log;
  if (!request || !applied || !isCorrection || !log) return { raised: [], done: [] };
  const { toConfirm, overtaken } = secondPerson(log, new Set(applied.entries.map(({ id }) => id)));
  const due = confirmBy(holidays, at);
  return {
    raised: toConfirm.map(({ event, types }) => ({
      key: confirmKey(event),
      register_id: request.registerId,
      kind: CONFIRM,
      audience: 'team',
      params: { event, by: request.source, types: types.join(', '), due },
    })),
    done: overtaken.flatMap((event) => [confirmKey(event), notRightKey(event)]),
  };
}
