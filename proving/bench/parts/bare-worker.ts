import path from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import type { Instant } from '../../../domain/calendar/dates';
import { readKeyRing } from '../../../infra/temporal/codec';
import { openPool } from '../../../infra/database/database';
import { runProgram, type Started } from '../../../operations/parts/programs/run';
import { environment, needed } from '../../../infra/env';
import { createLog } from '../../../infra/log';
import { sealsOf } from '../../../infra/seals';
import { projectRoot } from '../../../infra/project-root';
import { installTemporalRuntime } from '../../../infra/temporal/worker/runtime';
import { startWorkers } from '../../../infra/temporal/worker/workers';
import { area } from '../../../services/rules/areas';
import { takeTurn } from '../../../services/workflow/turn';
import { coreContext } from '../../../services/rules/policies';
import type { BareActivities } from '../workflows/index';
import { BARE_QUEUE } from '../workflows/names';

/** A worker with the service's own options and nothing of its work: the bare workflows, an insert, and the service's own turn. */
async function run(): Promise<Started> {
  const log = createLog('bare-worker');
  installTemporalRuntime(log, undefined);
  const pool = openPool({ url: needed('DATABASE_URL'), max: 20 });
  const connection = await NativeConnection.connect({ address: needed('TEMPORAL_ADDRESS') });
  const deps = { pool, core: coreContext(), seals: sealsOf(readKeyRing(needed('LOG_KEYS'))), book: (id: string) => area(id).book };
  const activities: BareActivities = {
    // The day on which every figure is taken is none of the machine's.
    takeTurn: (turn) => takeTurn({ ...deps, now: () => Math.max(turn.clock, turn.wake ?? turn.clock) as Instant }, turn),
    insertRow: async (text) => {
      await pool.query({ name: 'bare-insert', text: 'insert into bare (text) values ($1)', values: [text] });
    },
  };
  const workers = await startWorkers({
    connection,
    namespace: environment().TEMPORAL_NAMESPACE,
    keys: readKeyRing(needed('PAYLOAD_KEYS')),
    identity: 'bare-worker',
    parts: [{ taskQueue: BARE_QUEUE, activities }],
    workflows: { workflowsPath: path.join(projectRoot, 'dist', 'proving', 'bench', 'workflows', 'index.js') },
  });
  return {
    failed: workers.failed,
    stop: async () => {
      await workers.stop();
      await connection.close();
      await pool.end();
    },
  };
}

runProgram(run);
