import type { Instant } from '../../domain/calendar/dates';
import type { NoticeName } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { db, picked, prepared, type Statement } from '../tables/query';

/** A notice about what is in nobody's record yet. */
export interface OutsideNotice {
  readonly key: string;
  readonly template: NoticeName;
  readonly audience: Audience;
  readonly recipient: string;
  readonly recipientName: string | null;
  readonly channel: string;
  /** Codes and dates only. */
  readonly params: Readonly<Record<string, string>>;
  readonly at: Instant;
}

const COLUMNS = [
  ...(['key', 'register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name', 'channel', 'params'] as const),
  ...(['planned_at', 'not_before'] as const),
];
interface Row {
  readonly key: string;
  readonly register_id: null;
  readonly pathway: null;
  readonly template: string;
  readonly audience: Audience;
  readonly recipient: string;
  readonly recipient_name: string | null;
  readonly channel: string;
  readonly params: string;
  readonly planned_at: Date;
  readonly not_before: Date;
}
const writing = prepared('write-outside-notice', (row: Row) =>
  db
    .insertInto('notice')
    .values(picked(row, COLUMNS))
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

/** The statement that writes a notice about what is in nobody's record yet; the same again writes nothing. */
export function toWriteOutside({ recipientName, params, at, ...row }: OutsideNotice): Statement<unknown> {
  const now = new Date(at);
  return writing({
    ...{ ...row, register_id: null, pathway: null, recipient_name: recipientName },
    ...{ params: JSON.stringify(params), planned_at: now, not_before: now },
  });
}
