import { setTimeout as pause } from 'node:timers/promises';
import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { LONDON } from '../../domain/calendar/dates';
import { REGISTER_REVIEW, reviewScheduleId, UPKEEP_QUEUE } from '../../workflows/upkeepNames';

/** Each morning, when the steps of the day have come (contract 5.1: 08:00), and before the daily digests go. */
const AT = { hour: 8, minute: 10 };
/** How often it is seen that the schedules are there: Temporal's store may have been lost and made anew under a worker that lives on. */
const SEEN_EVERY_MS = 60_000;
/** Temporal was away: asked again after this. */
const AGAIN_AFTER_MS = 5_000;
const CALL_DEADLINE_MS = 5_000;

/**
 * Sees that an area has its schedule, whose first look comes at once: on a new installation, and after an outage, nothing waits for the morning. The
 * same again makes no second one. Throws where Temporal is away.
 */
export async function startReviewSchedule(client: Client, area: string): Promise<void> {
  const scheduleId = reviewScheduleId(area);
  try {
    await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      client.schedule.create({
        scheduleId,
        spec: { calendars: [AT], timezone: LONDON },
        action: { type: 'startWorkflow', workflowType: REGISTER_REVIEW, workflowId: scheduleId, taskQueue: UPKEEP_QUEUE, args: [{ area }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
        state: { triggerImmediately: true },
      }),
    );
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}

/** Sees, as long as the worker lives, that every area that it serves has its schedule. Outlasts an outage of Temporal. Out: what stops it. */
export function keepReviewSchedules({
  client,
  areas,
  onError,
}: {
  readonly client: Client;
  readonly areas: readonly string[];
  readonly onError: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      let seen = true;
      for (const area of areas)
        await startReviewSchedule(client, area).catch((error: unknown) => {
          seen = false;
          onError(error);
        });
      await pause(seen ? SEEN_EVERY_MS : AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
