import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { projectRoot } from '../../infra/project-root';

/** The key ring of the tests: nothing under it is real. */
export const testKeys = readKeyRing(newKeyRing('of-the-tests'));

/** The workflows' code, bundled once for a test file. */
export function bundleWorkflows(workflowsPath = path.join(projectRoot, 'workflows', 'index.ts')): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [path.join(projectRoot, 'workflows', 'carryTrace.ts')],
    failureConverterPath: require.resolve('../../infra/temporal/failure-converter'),
    logger: new DefaultLogger('ERROR'),
  });
}
