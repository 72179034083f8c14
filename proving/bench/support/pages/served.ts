import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../../../api/app';
import type { Instant } from '../../../../domain/calendar/dates';
import { environment } from '../../../../infra/env';
import { commit } from '../../../../services/commit/commit';
import type { EventRequest } from '../../../../services/commit/types';
import { type ResolveRequest, resolveRefused } from '../../../../services/pathway/resolve';
import { area } from '../../../../services/rules/areas';
import { mountPages } from '../../../../web/app/mount';
import { pages, publicPages } from '../../../../web/pages';
import { commitDeps, NOON } from '../people';
import type { Database, Stage } from '../stage';
import { recordStatements, type Statement } from '../statements';
import { type Asked, Browsers, type SignedIn } from './browser';

/** What changes something: it is the service's own doing, and no part of what a page reads. */
const CHANGES = /^\s*(begin|commit|rollback|set|lock|notify)\b|\b(insert into|update|delete from)\s/i;

/** A page as it was served once. */
export interface Served {
  readonly html: string;
  readonly bytes: number;
  /** What it read, in order: who has signed in as well, and not that the look was logged. */
  readonly reads: readonly Statement[];
  /** How many statements it made in all. */
  readonly statements: number;
}

/** The app in this process, on a pool of one connection whose statements are noted. */
export interface Watched {
  serve(asked: Asked, user: SignedIn): Promise<Served>;
  close(): Promise<void>;
}

export async function watchedApp(stage: Stage, database: Database): Promise<Watched> {
  const pool = database.open(1);
  let noted: Statement[] = [];
  recordStatements(pool, (statement) => void noted.push(statement));
  const deps = commitDeps(pool);
  const profile = area(environment().AREA);
  const begun = performance.now();
  const work = {
    pool,
    commit: (request: EventRequest) => commit(deps, request),
    resolve: (request: ResolveRequest) => resolveRefused(deps, request),
    // It goes on: what is kept for a time is found anew as long as no time passes.
    clock: () => (NOON + Math.floor(performance.now() - begun)) as Instant,
    seals: deps.seals,
    logger: pino({ level: 'silent' }),
    histories: null,
  };
  const { app, intake } = createApp({ ...work, area: { name: profile.id, ruleSet: profile.ruleSet } }, undefined, (made) =>
    mountPages(
      made,
      pages,
      {
        ...work,
        area: () => profile,
        identity: null,
        publicUrl: new URL('http://localhost'),
        texts: false,
        areas: () => [profile],
        practice: false,
        idleMs: environment().IDLE_MINUTES * 60_000,
      },
      publicPages,
    ),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browsers = new Browsers(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
  // Where a page fails, nothing of this process may keep it from ending.
  stage.onClose(() => server.close());
  return {
    serve: async (asked, user) => {
      // Once for what a process finds out only once.
      await browsers.ask(asked, user);
      noted = [];
      const got = await browsers.ask(asked, user);
      return { html: got.html(), bytes: got.bytes, reads: noted.filter(({ text }) => !CHANGES.test(text)), statements: noted.length };
    },
    close: async () => {
      browsers.close();
      await intake.settled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}
