import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { addDays, endOfDay, type Instant, laterOf, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { Seals } from '../../../infra/seals';
import { type Client, countOf, db, firstOf, prepared, rowsOf, type RowOf, type Statement } from '../../tables/query';

/** A link by which the owner of an action answers for it. */
export interface ActionLink {
  readonly id: string;
  readonly registerId: string;
  readonly pathway: number;
  readonly action: string;
  /** To whom it was sent: `contact:<id>` or `book:<id>`. */
  readonly recipient: string;
  readonly madeAt: Instant;
  readonly endsAt: Instant;
  /** When it was first opened; null: it was not. */
  readonly openedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** So long a link lives: from its making, and beyond the day by which the action is to be done [D]. */
const LIVES_DAYS = 28;

const COLUMNS = [
  ...(['id', 'register_id as registerId', 'pathway', 'action', 'recipient', 'made_at as madeAt', 'ends_at as endsAt'] as const),
  ...(['opened_at as openedAt', 'revoked_at as revokedAt'] as const),
] as const;
const byId = prepared('action-link', (id: string) =>
  db
    .selectFrom('action_link')
    .select([...COLUMNS])
    .where('id', '=', id),
);
const ofPathway = prepared('action-links', (registerId: string, pathway: number) =>
  db
    .selectFrom('action_link')
    .select([...COLUMNS])
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .orderBy('made_at', 'desc')
    .orderBy('id'),
);
const linkOf = ({ madeAt, endsAt, openedAt, revokedAt, ...row }: RowOf<typeof byId>): ActionLink => ({
  ...row,
  madeAt: madeAt.getTime() as Instant,
  endsAt: endsAt.getTime() as Instant,
  openedAt: openedAt && (openedAt.getTime() as Instant),
  revokedAt: revokedAt && (revokedAt.getTime() as Instant),
});

/** The links to the actions of a pathway, the newest first. Throws where the database is away. */
export const readLinks = async (database: Client, registerId: string, pathway: number): Promise<readonly ActionLink[]> =>
  (await rowsOf(database, ofPathway(registerId, pathway))).map(linkOf);

interface NewLink {
  readonly id: string;
  readonly registerId: string;
  readonly pathway: number;
  readonly action: string;
  readonly recipient: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly endsAt: Date;
}
const making = prepared('make-action-link', (link: NewLink) =>
  db
    .insertInto('action_link')
    .values({
      ...{ id: link.id, register_id: link.registerId, pathway: link.pathway, action: link.action, recipient: link.recipient },
      ...{ made_by: link.madeBy, made_at: link.madeAt, ends_at: link.endsAt },
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** The statement that makes a link, for the transaction in which it is sent. `due`: by when the action is to be done; null: no date. */
export function toMakeLink(
  link: Omit<NewLink, 'madeAt' | 'endsAt'> & { readonly due: PlainDate | null; readonly at: Instant },
): Statement<unknown> {
  const { due, at, ...made } = link;
  const last = addDays(laterOf(londonDate(at), due ?? londonDate(at)), LIVES_DAYS);
  return making({ ...made, madeAt: new Date(at), endsAt: new Date(endOfDay(last)) });
}

export const newLinkId = (): string => randomUUID();

const revoking = prepared('revoke-action-link', (id: string, registerId: string, by: string, at: Date) =>
  db
    .updateTable('action_link')
    .set({ revoked_at: at, revoked_by: by })
    .where('id', '=', id)
    .where('register_id', '=', registerId)
    .where('revoked_at', 'is', null),
);
/** Takes a link back: from now on it leads nowhere. Out: false where there is none of this person, or it was taken back before. Throws where the database is away. */
export const revokeLink = async (
  pool: Pool,
  { id, registerId }: Pick<ActionLink, 'id' | 'registerId'>,
  by: string,
  at: Instant,
): Promise<boolean> => (await countOf(pool, revoking(id, registerId, by, new Date(at)))) === 1;

const opening = prepared('open-action-link', (id: string, at: Date) =>
  db.updateTable('action_link').set({ opened_at: at }).where('id', '=', id).where('opened_at', 'is', null),
);
/** Keeps that a link was opened, the first time. Throws where the database is away. */
export const noteOpened = async (pool: Pool, { id }: Pick<ActionLink, 'id'>, at: Instant): Promise<void> =>
  void (await countOf(pool, opening(id, new Date(at))));

const sealed = (id: string): string => `owner-link/${id}`;

/** What stands in the address of a link: nobody makes one who does not have the keys of the log. */
export const secretOf = (seals: Seals, id: string): string => `${id}.${seals.make('answer', sealed(id))}`;

const SECRET = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-f]{64}\.[\w.-]{1,64})$/;

/** The link behind what stands in an address, whatever has become of it; null: there is none. Of one that was made up the database is not asked. Throws where it is away. */
export async function linkBehind(database: Client, seals: Seals, secret: string): Promise<ActionLink | null> {
  const [, id, seal] = SECRET.exec(secret) ?? [];
  if (id === undefined || seal === undefined || seals.check('answer', sealed(id), seal) !== 'right') return null;
  const row = await firstOf(database, byId(id));
  return row && linkOf(row);
}
