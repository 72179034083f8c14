import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { DatabaseWatch } from '../infra/database/watch';
import type { Instant } from '../domain/calendar/dates';
import type { EventAnswer, EventRequest } from '../services/commit/types';
import type { ResolveAnswer, ResolveRequest } from '../services/pathway/resolve';
import type { Seals } from '../infra/seals';
import type { Intake } from '../services/referrals/letterbox/intake';
import type { Limits, LimitSettings } from '../services/access/limits';
import type { HistoryReader } from '../services/pathway/history';
import type { ListTurns } from './http/list-turns';
import type { Metrics } from './http/metrics';
import type { Description } from './openapi';

/** The area that this service works for: where new people belong, and the rule set that they are pinned to. */
export interface ServedArea {
  readonly name: string;
  readonly ruleSet: string;
}

/** What the API is given to work with. */
export interface ApiDeps {
  readonly pool: Pool;
  /** The one commit, by which everything is decided (invariant 1). */
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
  /** Writes down how a person sorted out what was refused, or waits. */
  readonly resolve: (request: ResolveRequest) => Promise<ResolveAnswer>;
  /** The present instant: the clock of every `at`, and what "missed" is worked out by. */
  readonly clock: () => Instant;
  readonly area: ServedArea;
  /** Under LOG_KEYS: they seal the access log and what is recorded, and encrypt what is taken in about somebody who may not be known. */
  readonly seals: Seals;
  readonly logger: Logger;
  /** What keeps this process from recording anything, as it was last seen; absent where nobody looks. */
  readonly watch?: Pick<DatabaseWatch, 'trouble' | 'ahead'>;
  /** Reads workflow histories; null where no Temporal server is configured. */
  readonly histories: HistoryReader | null;
  /** How much is taken in a minute; absent: `DEFAULT_LIMITS`. */
  readonly limits?: LimitSettings;
  /** Whose word for the caller's address is taken, as express reads it (addresses, networks, `loopback`); absent: nobody's. */
  readonly trustedProxies?: readonly string[];
}

/** The same, with what one app makes for itself. */
export interface ApiContext extends Omit<ApiDeps, 'limits'> {
  /** Looks at what came in, after its sender was answered. */
  readonly intake: Intake;
  readonly limits: Limits;
  readonly metrics: Metrics;
  /** Lists across everyone wait for their turn. */
  readonly lists: ListTurns;
  /** The description of the API, made once from the route table. */
  readonly description: () => Description;
  /** False once the service is told to stop: no new work is asked for. */
  readonly taking: () => boolean;
}
