import type { PostgresServer } from '../../../../operations/parts/postgres';

interface Kept {
  readonly server: PostgresServer;
  readonly folder: string;
}

declare global {
  var testPostgres: Kept | undefined;
}

/** Jest loads the set-up and the tear-down apart from each other: what the one leaves for the other lies on the global object. */
export function keepServer(kept: Kept): void {
  globalThis.testPostgres = kept;
}

/** Takes what the set-up left. */
export function takeServer(): Kept | undefined {
  const kept = globalThis.testPostgres;
  globalThis.testPostgres = undefined;
  return kept;
}
