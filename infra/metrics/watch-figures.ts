import { Gauge, type Registry } from 'prom-client';
import type { DatabaseWatch } from '../database/watch';

const TROUBLES = ['database-away', 'database-read-only', 'database-full', 'clock-wrong'] as const;

/** Adds to a process's figures what its last look at the database found. */
export function addWatchFigures(registry: Registry, watch: Pick<DatabaseWatch, 'trouble' | 'ahead'>): void {
  const registers = [registry];
  new Gauge({
    name: 'pathway_clock_ahead_seconds',
    help: "How far this process's clock is ahead of the database's; below 0: behind",
    registers,
    collect() {
      this.reset();
      const ahead = watch.ahead();
      if (ahead !== null) this.set(ahead / 1_000);
    },
  });
  new Gauge({
    name: 'pathway_database_trouble',
    help: '1 for what keeps this process from recording anything, 0 for what does not',
    labelNames: ['code'],
    registers,
    collect() {
      for (const code of TROUBLES) this.set({ code }, watch.trouble()?.code === code ? 1 : 0);
    },
  });
}
