import type { TaskRow } from '../commit/write';
import type { NoticeRow } from './types';

/**
 * The alerts to on-call among new notices that go to nobody: there is nobody with an address, or they wait for a person's release. What was
 * to be known at once must not lie in silence, so that each is an open task for the team.
 */
export function heldAlerts(notices: readonly NoticeRow[]): TaskRow[] {
  return notices
    .filter(({ audience, status }) => audience === 'on-call' && status === 'held')
    .map(({ key, registerId, eventId, reason }) => ({
      key: `alert-held/${key}`,
      register_id: registerId,
      kind: 'alert-held',
      audience: 'team',
      params: { notice: key, event: eventId, reason },
    }));
}
