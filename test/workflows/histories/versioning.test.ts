import { londonDate, type Instant } from '../../../domain/calendar/dates';
import { pathwayActivities } from '../../../activities/pathway';
import { deliverOutbox } from '../../../services/workflow/relay/outbox';
import { startWorkers, type Running } from '../../../worker';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../../workflows/names';
import { newRegisterId, say } from '../../support/database/commit';
import { openService, until, type Service } from '../../support/service';
import { testKeys } from '../../support/stage';

const deploymentName = 'pathways';
const namespace = 'default';
let service: Service;
const workers = new Map<string, Running>();
beforeAll(async () => {
  service = await openService();
});
afterAll(async () => {
  // The histories are replayed at the end; nobody has to work any more.
  for (const worker of workers.values()) await worker.stop();
  await service?.close();
});

/** Without a version where the build is `none`. */
async function startBuild(buildId: string): Promise<void> {
  const worker = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace,
    keys: testKeys,
    identity: buildId,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities(service.commit) }],
    workflows: { workflowBundle: service.workflowBundle },
    version: buildId === 'none' ? undefined : { deploymentName, buildId },
  });
  workers.set(buildId, worker);
}

/** What `temporal worker deployment set-current-version` does; refused until the build's worker has been seen. */
async function makeCurrent(buildId: string): Promise<void> {
  const { workflowService } = service.client.connection;
  await until(`${buildId} is current`, () =>
    workflowService.setWorkerDeploymentCurrentVersion({ namespace, deploymentName, buildId }).then(
      () => true,
      () => false,
    ),
  );
}

async function hears(registerId: string, sequence: number): Promise<void> {
  const on = londonDate(Date.now() as Instant);
  const event =
    sequence === 1
      ? ({ type: 'admitted', on, security: 'low', detained: true, planned: false } as const)
      : ({ type: 'visit-held', on } as const);
  await say(service.commit, registerId, Date.now() as Instant, event);
  await deliverOutbox({ pool: service.database.pool, client: service.client });
}

async function buildOf(registerId: string): Promise<unknown> {
  const { raw } = await service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1)).describe();
  const { deploymentVersion, behavior } = raw.workflowExecutionInfo?.versioningInfo ?? {};
  return { behavior, build: deploymentVersion?.buildId };
}

/** VERSIONING_BEHAVIOR_AUTO_UPGRADE */
const AUTO_UPGRADE = 2;

test('a pathway that began without versions, or under one build, goes on, in the same run, under the next as soon as that is current, and not before', async () => {
  const registerId = newRegisterId();
  await startBuild('none');
  await hears(registerId, 1);
  await service.armed(registerId, 1, 1);

  await startBuild('one');
  await makeCurrent('one');
  await workers.get('none')?.stop();
  await hears(registerId, 2);
  await service.armed(registerId, 1, 2);
  expect(await buildOf(registerId)).toEqual({ behavior: AUTO_UPGRADE, build: 'one' });

  await startBuild('two');
  await hears(registerId, 3);
  await service.armed(registerId, 1, 3);
  expect(await buildOf(registerId)).toEqual({ behavior: AUTO_UPGRADE, build: 'one' });

  await makeCurrent('two');
  await workers.get('one')?.stop();
  await hears(registerId, 4);
  await service.armed(registerId, 1, 4);
  expect(await buildOf(registerId)).toEqual({ behavior: AUTO_UPGRADE, build: 'two' });
  expect(await service.runs(registerId, 1)).toHaveLength(1);
});
