import { z } from 'zod';
import type { NoticeOnRecord } from '../../services/notices/by-hand/one';
import { FAILED_FOR } from '../../services/notices/reasons';
import type { Viewer } from '../../services/staff/viewers';
import { paths } from '../paths';
import type { OneNotice } from './one';

/** The address of a page about one message. */
export const ofNotice = z.object({ notice: z.uuid() });

/** Whom the page of a notice shows, and whose words: its text may have words in it that somebody typed. */
export function shownBy({ record: { notice, acts }, foreseen }: Pick<OneNotice, 'record' | 'foreseen'>) {
  const seen = typeof foreseen === 'string' ? null : foreseen;
  const people = seen?.as === 'mail' ? seen.people : [];
  const own = notice.registerId === null ? [] : [notice.registerId];
  const hasWords = (seen !== null && seen.as !== 'stopped') || acts.some(({ why }) => why !== null);
  return { shown: people, wordsOf: hasWords ? [...own, ...people] : [] };
}

/** What the frame around it is told. */
export const aroundOf = ({ record: { notice } }: OneNotice, title: string) => ({
  title,
  ...(notice.registerId === null ? {} : { registerId: notice.registerId }),
  section: 'notices' as const,
});

/** What a recipient's reference says: `contact`, `staff` or `book`, and who. */
export const recipientOf = (reference: string): readonly [string, string] => {
  const [kind = '', id = ''] = reference.split(/:(.*)/s);
  return [kind, id];
};

/** Whether the address may be what keeps a notice from arriving. */
const isOfAddress = ({ status, notice: { reason, recipient } }: NoticeOnRecord): boolean =>
  recipient.includes(':') &&
  (status === 'failed' ? !FAILED_FOR.some((one) => one === reason) : status === 'held' && reason === 'no-address');

/** Where the address of a notice is put right by a reader; null: it is not what is in the way, or not theirs to change. */
export function addressHref({ ref, record }: OneNotice, { permissions }: Viewer): string | null {
  if (!isOfAddress(record) || !permissions.has('people:write')) return null;
  const [kind, id] = recipientOf(record.notice.recipient);
  return kind === 'staff' && permissions.has('staff:write')
    ? paths.memberChange({ id }, { notice: ref })
    : paths.noticeAddress({ notice: ref });
}
