import type { Instant } from '../../domain/calendar/dates';
import { db, firstOf, prepared } from '../tables/query';
import type { Identity } from '../tables/tables';
import { isSame, keepIdentity, type StaffDeps } from './change';
import { readMember } from './members';
import { actorOf, readViewer, type Viewer } from './viewers';

const byAddress = prepared('staff-of-address', (email: string) =>
  db
    .selectFrom('staff')
    .select('id')
    .where(({ fn, eb }) => eb(fn<string>('lower', ['email']), '=', email)),
);

/** What came of a sign-in: `unknown`: nobody who works here has the address; `other-identity`: somebody has (`id`), and this is not the one who is known as them. */
export type SignInAnswer =
  | { readonly status: 'known'; readonly viewer: Viewer }
  | { readonly status: 'unknown' }
  | { readonly status: 'other-identity'; readonly id: string };

/**
 * The member of staff whom the organisation's sign-in names: at their first sign-in by their mail address, in whatever case, and from then on by
 * that and the identity that is kept with it. An address that was given to somebody else opens nothing. Throws where the database is away.
 */
export async function signIn(
  { pool, seals }: Pick<StaffDeps, 'pool' | 'seals'>,
  { email, ...identity }: Identity & { readonly email: string },
  at: Instant,
): Promise<SignInAnswer> {
  const found = await firstOf(pool, byAddress(email.toLowerCase()));
  const viewer = found && (await readViewer(pool, found.id, at));
  if (!viewer) return { status: 'unknown' };
  const { id } = viewer;
  if (isSame((await readMember(pool, id))?.identity ?? null, identity)) return { status: 'known', viewer };
  const about = { by: actorOf(viewer), why: 'They signed in with it', at };
  const answer = await keepIdentity({ pool, seals, isArea: () => true, within: null }, { id }, identity, about);
  if (answer.status === 'done') return { status: 'known', viewer };
  if (answer.status === 'other-identity') return { status: 'other-identity', id };
  throw new Error(`the identity of a member of staff was not kept: ${answer.status}`);
}
