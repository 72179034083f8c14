import { paths } from '../../../web/paths';
import type { Desk } from './desk';

/** Somebody rated amber, with a multi-agency meeting today, and one three months ago. */
export async function atMeeting(desk: Desk): Promise<string> {
  const registerId = await desk.refer();
  await desk.call('POST', `/people/${registerId}/contacts`, { id: 'mum', name: 'Mum Madeup', role: 'parent-carer' });
  for (const event of [
    { type: 'eligibility-decided', on: '2026-06-01', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', on: '2026-06-01', basis: 'gillick', scope: ['register', 'meeting'] },
    { type: 'rating-set', on: '2026-06-01', rating: 'amber', reason: 'x' },
    { type: 'meeting-held', meeting: 'mam-1', kind: 'mam', on: '2026-07-02', outcome: 'continue' },
    {
      type: 'meeting-scheduled',
      meeting: 'mam-2',
      kind: 'mam',
      on: '2026-10-02',
      time: '14:00',
      place: 'The hub',
      invited: ['team', 'mum'],
    },
  ])
    await desk.send(registerId, event);
  return registerId;
}

/** The address of a section of its notes. */
export const notes = (registerId: string, section: string, meeting = 'mam-2') => paths.meetingNotes({ registerId, meeting, section });
/** The address of a meeting. */
export const at = (registerId: string, meeting = 'mam-2') => paths.meeting({ registerId, meeting });
/** The events since the meeting was booked. */
export const since = async (desk: Desk, registerId: string) =>
  ((await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as { type: string; event: Record<string, unknown> }[]).slice(
    6,
  );
