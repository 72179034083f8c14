import type { Client } from '@temporalio/client';
import type { Instant } from '../domain/calendar/dates';
import { withParts } from '../operations/parts/parts';
import { PlainError } from '../infra/plain-error';
import { environment } from '../infra/env';
import { headStoreOfEnvironment } from '../infra/settings/heads';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import { freshAreas } from '../services/areas/versions';
import { area } from '../services/rules/areas';
import type { CommitDeps } from '../services/commit/commit';
import { rebuild } from '../services/upkeep/rebuild';
import { recoverFromHistories, type RecoveredEvents } from '../services/upkeep/recovery/from-histories';
import { closeRestore, noticesOfLostTime } from '../services/upkeep/recovery/after-restore';
import { coreContext } from '../services/rules/policies';
import { connected } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run rebuild
npm run rebuild -- --from-histories [--clock-was-ahead] [--hold]
npm run rebuild -- --restored [--hold]
npm run rebuild -- --renew

Starts every open pathway again from the event log: after Temporal's store was lost, or to be sure.
  --from-histories  first, after the database was restored from an older backup: takes back from Temporal's histories the events that the
                    log lacks. Whoever and whatever words are not there is put before a person, one task each.
  --clock-was-ahead with it: the restore was made because a clock was ahead; what that clock heard counts as heard when Temporal took it
  --restored        the same restore, but what the log lacks was left out on purpose, and stays out
  --hold            with either: holds every notice that waits to go, because some may have gone before; a person releases them
  --renew           lets every pathway go on in a new run, so that open ones hold nothing under an old payload key`;

const now = (): Instant => Date.now() as Instant;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Out: whether everything that Temporal holds could be read. */
async function recover(deps: CommitDeps, client: Client, clockWasAhead: boolean): Promise<boolean> {
  const { id, ruleSet } = area(environment().AREA);
  const done = await recoverFromHistories({
    client,
    now,
    clockWasAhead,
    plainSignals: environment().PLAIN_SIGNALS === 'heard',
    commit: deps,
    area: { id, ruleSet },
    onUnreadable: (workflowId) => say(`${workflowId}: a signal cannot be read (is its key on PAYLOAD_KEYS?); it was left alone`),
  });
  say(`${done.people} people's histories read`);
  say(`${done.recovered} events brought back, ${done.withoutWords} of them of a kind that may have had typed words, which are gone`);
  say(`${done.withoutIdentity} people brought back of whom only the register id is known`);
  if (done.refused > 0) say(`${done.refused} events contradict what was heard since; they are kept as refused`);
  if (done.heardTooLate > 0) say(heardTooLate(done, clockWasAhead));
  if (done.usedOtherwise > 0) say(`${done.usedOtherwise} events could not be brought back: their ids are in use; each is an open task`);
  if (done.unreadable > 0)
    say(
      `${done.unreadable} signals could not be read, and what they told is not brought back: the alarm stays. Put their key on PAYLOAD_KEYS and ` +
        'run this again; where the key is lost for good, run it with --restored.',
    );
  return done.unreadable === 0;
}

const heardTooLate = ({ heardTooLate: events, daysSetRight }: RecoveredEvents, clockWasAhead: boolean): string =>
  clockWasAhead
    ? `${events} events were heard by a clock that was ahead: they count as heard when Temporal took them, and ${daysSetRight} that stood on that clock's day are of the day of then`
    : `${events} events say that they were heard after Temporal had them. Where a clock was ahead, their dates are wrong: restore to the same instant once more, and run this with --clock-was-ahead (docs/runbook.md).`;

async function seeToNotices(deps: CommitDeps, hold: boolean): Promise<void> {
  const { waiting, held } = await noticesOfLostTime(deps, { now: now(), hold });
  say(
    hold
      ? `${held} notices that wait to go are held (npm run notices -- --release KEY)`
      : `${waiting} notices wait to go; those of them that had gone before go again, each under the Message-ID that it had`,
  );
}

interface Asked {
  readonly histories: boolean;
  readonly clockWasAhead: boolean;
  readonly restored: boolean;
  readonly hold: boolean;
  readonly renew: boolean;
}

const run = ({ histories, clockWasAhead, restored, hold, renew }: Asked): Promise<void> =>
  connected('rebuild', async ({ pool, client }) => {
    await freshAreas(pool, { now: true });
    const deps: CommitDeps = { pool, core: coreContext(), seals: sealsOfEnvironment(), book: (id) => area(id).book };
    const whole = !histories || (await recover(deps, client, clockWasAhead));
    if (restored) await seeToNotices(deps, hold);
    const seenTo = restored && whole;
    const { seals } = deps;
    const told = await rebuild({ pool, client, seals, renew, restored: seenTo, onProgress: (so) => say(`${so} pathways told`) });
    if (seenTo && (await closeRestore({ pool, seals, store: headStoreOfEnvironment(), now })))
      say('what the log lacks since the backup is named no more by npm run prove; the heads from before stay in HEADS_DIR');
    say(`${told} open pathways have their workflow.`);
  });

const flag = { type: 'boolean', default: false } as const;

async function main(): Promise<void> {
  const values = readOptions(USAGE, { 'from-histories': flag, 'clock-was-ahead': flag, restored: flag, hold: flag, renew: flag });
  if (!values) return;
  const histories = values['from-histories'];
  const restored = histories || values.restored;
  const clockWasAhead = values['clock-was-ahead'];
  if (clockWasAhead && !histories) throw new PlainError(`--clock-was-ahead goes with --from-histories.\n\n${USAGE}`);
  if (values.hold && !restored) throw new PlainError(`--hold goes with --from-histories or --restored.\n\n${USAGE}`);
  await withParts({ temporal: true, existing: true }, () =>
    run({ histories, clockWasAhead, restored, hold: values.hold, renew: values.renew }),
  );
}

runScript(main);
