import type { Instant } from '../../domain/calendar/dates';
import type { NoticeName } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import type { Statement } from '../tables/query';
import { writeNotice } from './write-notice';

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

/** The statement that writes a notice about what is in nobody's record yet; the same again writes nothing. */
export function toWriteOutside({ recipientName, params, at, ...row }: OutsideNotice): Statement<unknown> {
  const now = new Date(at);
  return writeNotice({
    meeting: null,
    ...{ ...row, register_id: null, pathway: null, recipient_name: recipientName },
    ...{ params: JSON.stringify(params), planned_at: now, not_before: now },
  });
}
