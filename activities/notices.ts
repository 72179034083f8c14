import { cancellationSignal } from '@temporalio/activity';
import type { HolidayCalendar } from '../domain/calendar/working-days';
import type { SenderDeps } from '../services/notices/sending/delivery';
import { gatherDigests, nextDigestAt } from '../services/notices/sending/digest';
import { sendDue, type SendReport } from '../services/notices/sending/sender';
import { NOTICE_QUEUE } from '../workflows/noticeNames';
import { beating } from './beating';

export interface NoticeActivityDeps extends SenderDeps {
  readonly holidays: HolidayCalendar;
}

/** What the notice workflows do in the world. Each may be repeated: a notice in hand is leased, a digest has one key a day. */
export function noticeActivities(deps: NoticeActivityDeps) {
  return {
    /** Sends what is due in a channel; see `sendDue`. */
    sendNotices: (channel: string): Promise<SendReport> => beating(() => sendDue(deps, channel, { signal: cancellationSignal() })),
    /** Gathers the digests whose time has come. Out: how many were made, and when the next time comes (milliseconds since 1970), with the present one. */
    gatherDailyDigests: async (): Promise<{ made: number; now: number; nextAt: number }> => {
      const now = deps.now();
      const made = await gatherDigests(deps.pool, deps.holidays, now);
      return { made, now, nextAt: nextDigestAt(now, deps.holidays) };
    },
  };
}

export type NoticeActivities = ReturnType<typeof noticeActivities>;

/** What the worker of notices runs with: its task queue and its activities. */
export function noticeWorkerParts(deps: NoticeActivityDeps): { taskQueue: string; activities: NoticeActivities } {
  return { taskQueue: NOTICE_QUEUE, activities: noticeActivities(deps) };
}
