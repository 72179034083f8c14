import type { Audience } from '../../domain/pathway/types';
import { db, picked, prepared } from '../tables/query';

const COLUMNS = [
  ...(['key', 'register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name', 'channel', 'params'] as const),
  ...(['meeting', 'planned_at', 'not_before'] as const),
];
/** A notice that no commit brings: what was written by hand, and what is in nobody's record yet. */
interface Row {
  readonly key: string;
  readonly register_id: string | null;
  readonly pathway: number | null;
  readonly template: string;
  readonly audience: Audience;
  readonly recipient: string;
  readonly recipient_name: string | null;
  readonly channel: string;
  /** The meeting by which it stands or falls; null: by none. */
  readonly meeting: string | null;
  readonly params: string;
  readonly planned_at: Date;
  readonly not_before: Date;
}
/** The statement that writes one; the same key again writes nothing. */
export const writeNotice = prepared('write-notice', (row: Row) =>
  db
    .insertInto('notice')
    .values(picked(row, COLUMNS))
    .onConflict((conflict) => conflict.column('key').doNothing()),
);
