import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { projectRoot } from '../../../infra/project-root';
import { coreContext } from '../../../services/rules/policies';
import { rehearse } from '../../../services/rehearsal/rehearsal';
import type { RunHistory } from '../../../infra/temporal/run-history';
import { playable } from '../../../services/rehearsal/scenario';
import { freshDatabase } from '../../support/database/database';
import { checkHistories, MARKERS } from '../../support/workflows/harvest';
import { inTheClear, replayAll } from '../../support/workflows/replay';
import { scan } from '../../support/workflows/scan';
import { bundleWorkflows, testKeys } from '../../support/stage';
import { timeSkipping } from '../../support/workflows/temporal';

const folder = path.join(projectRoot, 'test', 'histories');
/** Raised with each released change of the workflow; the histories of every version stay and must go on replaying. */
const VERSION = 2;

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  [environment, workflowBundle] = await Promise.all([timeSkipping(), bundleWorkflows()]);
});
afterAll(() => environment?.teardown());

/** A stay with its reminders, a refusal, a correction, an ending and a return. */
const story = playable({
  title: 'A story with everything',
  ruleSet: 'england-2023',
  person: { bornOn: '2011-03-02' },
  steps: [
    { id: 'r1', at: '2026-09-21T10:00', event: { type: 'referral-received', source: 'family', suggestedRating: 'amber' } },
    { id: 'e1', at: '2026-09-24T10:00', event: { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' } },
    {
      id: 'a1',
      at: '2026-10-01T19:30',
      event: { type: 'admitted', on: '2026-10-01', security: 'non-secure', detained: false, planned: false },
    },
    { id: 'v1', at: '2026-11-02T10:00', event: { type: 'visit-held', on: '2026-10-30' } },
    { id: 'x1', at: '2026-11-03T10:00', event: { type: 'admitted', on: '2026-11-03', security: 'low', detained: false, planned: false } },
    { id: 'c1', at: '2026-11-04T10:00', event: { type: 'corrected', event: 'v1', reason: 'That was Ottoline, of 12 made-up street' } },
    { id: 'd1', at: '2026-12-01T19:30', event: { type: 'discharged', on: '2026-12-01', destination: 'home' } },
    {
      id: 'p1',
      at: '2026-12-20T10:00',
      event: { type: 'pathway-closed', reason: 'Ottoline Grimshaw-Test wrote from ottoline@example.test' },
    },
    { id: 'a2', at: '2027-01-10T10:00', event: { type: 'admitted', on: '2027-01-10', security: 'low', detained: true, planned: false } },
  ],
  until: '2027-02-10',
});

async function play(eventLimit?: number): Promise<RunHistory[]> {
  const runs: RunHistory[] = [];
  await rehearse([story], {
    environment,
    core: coreContext(),
    keys: testKeys,
    workflows: { workflowBundle },
    openDatabase: freshDatabase,
    onHistories: (some) => runs.push(...some),
    ...(eventLimit === undefined ? {} : { eventLimit }),
  });
  return runs;
}

const stored = (): RunHistory[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      // The name says the pathway that it is of: a history does not.
      workflowId: `pathway/REHEARSAL-0001/${/-p(\d+)-/.exec(name)?.[1] ?? 1}`,
      runId: name,
      history: historyFromJSON(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
    }));

describe('golden histories', () => {
  test('this version of the workflow has them: whole, and cut by continuing as new', async () => {
    for (const [cut, limit] of [
      ['whole', undefined],
      ['cut', 40],
    ] as const) {
      const runs = await play(limit);
      await checkHistories(workflowBundle, testKeys, runs);
      expect(runs.length).toBeGreaterThan(limit === undefined ? 1 : 3);
      for (const [index, { workflowId, history }] of runs.entries()) {
        const file = path.join(folder, `personPathway-${VERSION}-${cut}-p${workflowId.split('/').at(-1)}-${index + 1}.json`);
        // Recorded once, when the version is new; from then on the file is what must replay.
        if (!existsSync(file) && (limit === undefined || index < 3)) writeFileSync(file, `${await inTheClear(history, testKeys)}\n`);
      }
    }
  });

  test('all of them replay', async () => {
    expect(stored().length).toBeGreaterThan(4);
    await replayAll(workflowBundle, testKeys, stored());
  });

  test('a workflow that was changed carelessly does not replay them', async () => {
    const changed = await bundleWorkflows(path.join(projectRoot, 'test', 'support', 'workflows', 'changed-workflows', 'index.ts'));
    for (const run of stored()) await expect(replayAll(changed, testKeys, [run])).rejects.toThrow(/does not replay/);
  });

  test('the core is no part of what replays: the workflows of the bundle hold nothing of it', () => {
    const modules = [...workflowBundle.code.matchAll(/"(\.\/(?!node_modules)[^"]+\.ts)"/g)].map(([, name]) => name);
    expect(modules).toContain('./workflows/personPathway.ts');
    expect(modules.filter((name) => name?.startsWith('./domain/') || name?.startsWith('./services/'))).toEqual([]);
  });
});

describe('the look through histories', () => {
  const clean = () => inTheClear(stored()[0]?.history ?? {}, testKeys);
  const planted = async (payload: unknown): Promise<string> => {
    const history = JSON.parse(await clean()) as { events: object[] };
    const data = Buffer.from(JSON.stringify(payload)).toString('base64');
    const input = { payloads: [{ metadata: { encoding: Buffer.from('json/plain').toString('base64') }, data }] };
    history.events.push({ eventId: '999', workflowExecutionSignaledEventAttributes: { signalName: 'event', input } });
    return JSON.stringify(history);
  };

  test('finds nothing in the golden ones', async () => {
    for (const { history } of stored()) expect(scan(await inTheClear(history, testKeys), MARKERS)).toEqual([]);
  });

  test.each([
    ['a name', { note: 'Ottoline' }, 'marker'],
    ['a name within a code', { place: 'ward-ottoline-3' }, 'marker'],
    ['a name as a field', { Ottoline: true }, 'marker'],
    ['an NHS number', { note: '9990000018' }, 'nhs-number'],
    ['an NHS number with blanks', { note: '999 000 0018' }, 'nhs-number'],
    ['a mail address', { by: 'someone@example.test' }, 'e-mail'],
    ['a postcode', { at: 'ZZ99 3WZ' }, 'postcode'],
    ['words', { reason: 'she was afraid' }, 'free-text'],
  ])('finds %s', async (_what, payload, what) => {
    expect(scan(await planted(payload), MARKERS).map((finding) => finding.what)).toContain(what);
  });

  test('refuses to look at what it cannot read', async () => {
    const history = JSON.stringify({ data: { metadata: { encoding: Buffer.from('binary/encrypted').toString('base64') }, data: 'AAAA' } });
    expect(() => scan(history, MARKERS)).toThrow('not in the clear');
  });
});
