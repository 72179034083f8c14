import { noticeKind } from '../../domain/notices/catalogue';
import type { TaskRow } from '../tasks/tasks';
import type { NoticeRow } from './notice-rows';

/**
 * What among new notices goes to nobody by itself and must not lie in silence, each an open task of the team from the first moment: an alert to
 * on-call, and a cancellation, which after a death waits for a person's release (contract 6.16(5)), or finds no address.
 */
export function heldAlerts(notices: readonly NoticeRow[]): TaskRow[] {
  return notices
    .filter(({ status }) => status === 'held')
    .flatMap(({ key, registerId, template, audience, eventId, meeting, reason }): TaskRow[] => {
      const kind = audience === 'on-call' ? 'alert-held' : noticeKind(template)?.cancels ? 'cancellation-held' : null;
      if (kind === null) return [];
      const params = { notice: key, event: eventId, ...(meeting === null ? {} : { meeting }), reason };
      return [{ key: `${kind}/${key}`, register_id: registerId, kind, audience: 'team', params }];
    });
}
