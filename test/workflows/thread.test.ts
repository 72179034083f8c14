import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { coreContext } from '../../services/policies';
import { rehearse } from '../../services/rehearsal';
import { playThroughCore } from '../../services/rehearsal-core';
import { lineJson } from '../../services/timeline-json';
import { playable } from '../../services/scenario';
import { freshDatabase } from '../support/database';
import { bundleWorkflows, testKeys } from '../support/stage';
import { timeSkipping } from '../support/temporal';

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  [environment, workflowBundle] = await Promise.all([timeSkipping(), bundleWorkflows()]);
}, 60_000);
afterAll(() => environment?.teardown());

test('a short stay gives the same timeline through the workflow as through the core', async () => {
  const scenario = playable({
    title: 'A short stay', ruleSet: 'england-2023', person: { bornOn: '2011-03-02' },
    steps: [
      { at: '2026-09-21T10:00', event: { type: 'referral-received', source: 'family', suggestedRating: 'amber' } },
      { id: 'adm', at: '2026-10-01T19:30', event: { type: 'admitted', on: '2026-10-01', security: 'non-secure', detained: false, planned: false } },
      { at: '2026-12-01T19:30', event: { type: 'discharged', on: '2026-12-01' } },
    ],
    until: '2027-04-30',
  });
  const [through] = await rehearse([scenario], {
    environment, core: coreContext(), keys: testKeys, workflows: { workflowBundle }, openDatabase: freshDatabase,
  });
  const core = playThroughCore(coreContext(), scenario);
  expect(through?.lines.map(lineJson)).toEqual(core.lines.map(lineJson));
}, 60_000);
