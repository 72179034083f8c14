import { formatInstant, type Instant } from '../domain/calendar/dates';
import { PlainError } from '../infra/plain-error';
import { finishTask, openTasks } from '../services/tasks/tasks';
import { waitingSignals } from '../services/workflow/relay/outbox';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run tasks
npm run tasks -- --done KEY

What waits for a person and has no due date: events that were refused, notices that failed, what a restore could not bring back. The oldest
first, with what is known of each; docs/runbook.md says what to do.
  --done   somebody has seen to it (a refused event is settled with POST /api/v1/events/ID/resolve instead)`;

const MOST = 500;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const values = readOptions(USAGE, { done: { type: 'string' } });
  if (!values) return;
  const { done } = values;
  await withDatabase(async (pool) => {
    if (done?.startsWith('refused/'))
      throw new PlainError(
        `A refused event is settled with what was done about it, and by whom: POST /api/v1/events/${done.slice('refused/'.length)}/resolve.`,
      );
    if (done !== undefined && !(await finishTask(pool, done)))
      throw new PlainError(`There is no open task ${done} that can be ended here; a correction is confirmed on the pages.`);
    const tasks = await openTasks(pool, MOST);
    for (const { key, kind, registerId, since, params } of tasks) {
      const details = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
      say([formatInstant(since.getTime() as Instant), kind, registerId ?? 'nobody', ...details, `(${key})`].join('  '));
    }
    say(tasks.length === 0 ? 'No task is open.' : `${tasks.length}${tasks.length === MOST ? ' or more' : ''} tasks are open.`);
    const { signals, since, lastError } = await waitingSignals(pool);
    if (since && lastError !== null)
      say(
        `Temporal has not been told of ${signals} events, the oldest of ${formatInstant(since.getTime() as Instant)}; it goes by itself. The last try: ${lastError}`,
      );
  });
}

runScript(main);
