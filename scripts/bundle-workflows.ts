import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** Makes the file that the worker loads its workflows from, once at build time instead of at every start. */
async function main(): Promise<void> {
  const dist = path.resolve(__dirname, '..');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(dist, 'workflows', 'index.js'),
    workflowInterceptorModules: [path.join(dist, 'workflows', 'carryTrace.js')],
    failureConverterPath: path.join(dist, 'infra', 'temporal', 'failure-converter.js'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(path.join(dist, 'workflow-bundle.js'), code);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
