import { cancellationSignal } from '@temporalio/activity';
import type { Instant } from '../domain/calendar/dates';
import type { HolidayCalendar } from '../domain/calendar/working-days';
import type { Mail } from '../infra/mail/mail';
import type { SenderDeps } from '../services/notices/sending/attempt';
import { lastDigestAt, nextDigestAt } from '../services/notices/digests/digest-times';
import { gatherDigests, stepsAreLate } from '../services/notices/digests/gather-digests';
import { sendDue, type SendReport } from '../services/notices/sending/send';
import { NOTICE_QUEUE, NOTIFY_CHANNEL } from '../workflows/noticeNames';
import { beating } from './beating';

export interface NoticeActivityDeps extends SenderDeps {
  /** Text messages and letters on paper. */
  readonly notify: Mail;
  readonly holidays: HolidayCalendar;
}

/** Where steps of the morning are late, it is looked again after this. */
const LATE_STEPS_AFTER_MS = 15_000;
/** So long a digest waits for them: one pathway that is stuck must not keep everybody's from them. */
const PATIENCE_MS = 30 * 60_000;

/** What the notice workflows do in the world. Each may be repeated: a notice in hand is leased, a digest has one key a day. */
export function noticeActivities(deps: NoticeActivityDeps) {
  /** The digest that may wait for late steps, and since when this process has it in hand. */
  let waits: { readonly at: Instant; readonly since: Instant } | undefined;
  return {
    /** Sends what is due in a channel; see `sendDue`. */
    sendNotices: (channel: string): Promise<SendReport> =>
      beating(() => sendDue(channel === NOTIFY_CHANNEL ? { ...deps, mail: deps.notify } : deps, channel, { signal: cancellationSignal() })),
    /**
     * Gathers the digests whose time has come, once the steps of the morning have been taken. Out: how many were made, and when to come
     * again (milliseconds since 1970), with the present time.
     */
    gatherDailyDigests: async (): Promise<{ made: number; now: number; nextAt: number }> => {
      const now = deps.now();
      const at = lastDigestAt(now, deps.holidays);
      if (waits?.at !== at) waits = { at, since: now };
      if (now < waits.since + PATIENCE_MS && (await stepsAreLate(deps.pool, at)))
        return { made: 0, now, nextAt: now + LATE_STEPS_AFTER_MS };
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
