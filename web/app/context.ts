import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Instant } from '../../domain/calendar/dates';
import type { DatabaseWatch } from '../../infra/database/watch';
import type { Seals } from '../../infra/seals';
import type { EventAnswer, EventRequest } from '../../services/commit/types';
import type { HistoryReader } from '../../services/pathway/history';
import type { ResolveAnswer, ResolveRequest } from '../../services/pathway/resolve';
import type { Area } from '../../services/rules/areas';
import type { IdentityProvider } from './sign-in/provider';

/** What the pages are given to work with: the same services as the API. */
export interface WebContext {
  readonly pool: Pool;
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
  readonly resolve: (request: ResolveRequest) => Promise<ResolveAnswer>;
  readonly clock: () => Instant;
  /** The area that is meant where none is named, as it stands now. */
  readonly area: () => Area;
  /** The areas that it serves, that one first. */
  readonly areas: () => readonly Area[];
  readonly seals: Seals;
  readonly logger: Logger;
  readonly watch?: Pick<DatabaseWatch, 'trouble'>;
  readonly histories: HistoryReader | null;
  /** Who says who somebody is; null: nobody can sign in, and every page says so. */
  readonly identity: IdentityProvider | null;
  /** Text messages can be sent. */
  readonly texts: boolean;
  /** Where people reach the pages: decides whether cookies need TLS. */
  readonly publicUrl: URL;
  /** Where a form is read and printed, as mails name it; absent: no mail tells it. */
  readonly formAt?: ((form: string) => string) | undefined;
  /** After so many milliseconds without a request the pages are locked. */
  readonly idleMs: number;
  /** Whether this installation may be filled with made-up people: everything of it is embedded, and its mail reaches the catcher alone. */
  readonly practice: boolean;
}
