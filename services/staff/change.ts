import { randomUUID } from 'node:crypto';
import { type Insertable, sql, type SqlBool } from 'kysely';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { reachesAll } from '../../domain/access/roles';
import { formatInstant, type Instant } from '../../domain/calendar/dates';
import { awayAt, isInService } from '../../domain/notices/staffing';
import { canonicalJson } from '../../infra/canonical';
import { mailboxOf } from '../../infra/mail/address';
import type { Seals } from '../../infra/seals';
import { inTransaction, type Decided } from '../record/transaction';
import { db, picked, prepared, type Statement } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Identity, StaffChange, Tables } from '../tables/tables';
import { taskStatement, tasksEndedUnder } from '../tasks/tasks';
import { lockStaff, type About } from './about';
import { readMember, readMembers, recordOf, type Member } from './members';
import { readTakenOn } from './taken-on';
import { ownershipsAfter } from './owners';

export interface StaffDeps {
  readonly pool: Pool;
  /** Under the keys of the log: who owns a pathway stands in its person's record of changes. */
  readonly seals: Seals;
  /** The ids of the areas that there are. */
  readonly isArea: (id: string) => boolean;
  /** The areas of whoever makes the change: they change members of these alone, and give no others. Null: all (a token, the service itself). */
  readonly within: readonly string[] | null;
}

/** Whom a change is about, and from which version it was worked out; absent: whatever stands. */
export interface Addressed {
  readonly id: string;
  readonly ifMatch?: number | undefined;
}

/** What may be said of a member of staff in one go. */
export type MemberFields = Pick<Member, 'name' | 'email' | 'areas' | 'roles' | 'audiences'> & {
  /** From when they work here; absent: as it stands, and of somebody new from now. */
  readonly from?: Instant | undefined;
};

export type StaffAnswer =
  | { readonly status: 'done'; readonly member: Member }
  | {
      readonly status:
        | 'unknown-staff'
        | 'staff-known'
        | 'address-taken'
        | 'unknown-area'
        | 'other-areas'
        | 'other-identity'
        | 'cover-unfit'
        | 'unknown-away'
        | 'not-in-service';
    }
  /** Somebody was faster; `version` is the present one. */
  | { readonly status: 'staff-changed'; readonly version: number };
type Refused = Exclude<StaffAnswer, { status: 'done' }>;

/** Adds a member of staff: `staff-known` where somebody has this id. Without one a random one is made. Throws where the database is away. */
export function addMember(deps: StaffDeps, id: string | undefined, fields: MemberFields, about: About): Promise<StaffAnswer> {
  return changed(deps, { id: id ?? randomUUID() }, about, 'added', (present, one) =>
    present
      ? refused('staff-known')
      : { id: one, ...fields, from: fields.from ?? about.at, until: null, away: [], identity: null, version: 0 },
  );
}

/** Puts what is said of a member of staff in the place of what stood. Throws where the database is away. */
export function changeMember(deps: StaffDeps, whom: Addressed, fields: MemberFields, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'changed', (present) => present && { ...present, ...fields, from: fields.from ?? present.from });
}

/**
 * A member of staff leaves at an instant, now or later: from then on nothing goes to them, and they own no pathway. One who has left already stays as they are.
 * Throws where the database is away.
 */
export function leave(deps: StaffDeps, whom: Addressed, at: Instant, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'left', (present) => {
    if (!present || (present.until !== null && present.until <= about.at)) return present;
    return { ...present, until: at };
  });
}

/** Somebody who has left, or was to leave, works here from an instant on. Throws where the database is away. */
export function comeBack(deps: StaffDeps, whom: Addressed, at: Instant, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'returned', (present) => {
    if (!present || present.until === null) return present;
    return present.until <= about.at ? { ...present, from: at, until: null, away: [] } : { ...present, until: null };
  });
}

/** When somebody is away, and who stands in for them. */
export interface TimeAway {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly cover: string | null;
}

/** A member of staff is away: what would go to them goes to their cover, or to the others. Throws where the database is away. */
export function goAway(deps: StaffDeps, whom: Addressed, time: TimeAway, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'away', async (present, _id, client) => {
    if (!present) return null;
    if (!isInService(present, about.at)) return refused('not-in-service');
    if (time.cover !== null && !(await mayCover(client, present, time))) return refused('cover-unfit');
    const isSaid = present.away.some(({ from, until, cover }) => canonicalJson({ from, until, cover }) === canonicalJson(time));
    if (isSaid) return present;
    const number = present.away.reduce((most, one) => Math.max(most, one.number), 0) + 1;
    return { ...present, away: [...present.away, { number, ...time }] };
  });
}

/** Ends a time away at an instant; one that has not begun by then is called off. One that has ended stays as it is. Throws where the database is away. */
export function endAway(deps: StaffDeps, whom: Addressed, number: number, at: Instant, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'back', (present) => {
    if (!present) return null;
    const time = present.away.find((one) => one.number === number);
    if (!time) return refused('unknown-away');
    if (time.until !== null && time.until <= at) return present;
    const until = Math.max(at, time.from) as Instant;
    return { ...present, away: present.away.map((one) => (one === time ? { ...one, until } : one)) };
  });
}

/**
 * Keeps with whom the organisation's sign-in identified a member of staff, where nothing is kept: from then on they sign in so.
 * `other-identity`: they are somebody else to it, or another member of staff who works here is this one. Throws where the database is away.
 */
export function keepIdentity(deps: StaffDeps, whom: Addressed, identity: Identity, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'identified', async (present, id, client) => {
    if (!present) return null;
    const others = (await readMembers(client, null)).filter((member) => member.id !== id && isInService(member, about.at));
    if (!isSame(present.identity ?? identity, identity) || others.some((other) => isSame(other.identity, identity)))
      return refused('other-identity');
    return { ...present, identity };
  });
}

/** Whether two are one to the organisation's sign-in: a changed issuer is another. */
export const isSame = (one: Identity | null, other: Identity): boolean => one?.issuer === other.issuer && one.subject === other.subject;

/** Takes back what is kept of a member's sign-in, and ends where they are signed in: whoever signs in next with their address is them. Throws where the database is away. */
export function letSignInAnew(deps: StaffDeps, whom: Addressed, about: About): Promise<StaffAnswer> {
  return changed(deps, whom, about, 'sign-in-anew', (present) => present && { ...present, identity: null });
}

const sessionsEnd = prepared('end-sessions-of-staff', (id: string) =>
  db.deleteFrom('session').where(({ ref }) => sql<SqlBool>`${ref('sess')} ->> 'staff' = ${id}`),
);

/** A cover is another member of one of the same areas, who is here when the time away begins and not away themself. */
async function mayCover(client: PoolClient, { id, areas }: Member, { from, cover }: TimeAway): Promise<boolean> {
  const other = cover === null || cover === id ? null : await readMember(client, cover);
  return other !== null && isInService(other, from) && !awayAt(other, from) && other.areas.some((area) => areas.includes(area));
}

const refused = <Status extends Refused['status']>(status: Status): { readonly refused: { readonly status: Status } } => ({
  refused: { status },
});
type Next = Member | null | { readonly refused: Refused };

/**
 * Makes a new version of a member of staff in one transaction: what stands is read, and what is said is decided, while nobody else changes any
 * member of staff. What changes nothing makes no version.
 */
async function changed(
  deps: StaffDeps,
  { id, ifMatch }: Addressed,
  about: About,
  change: StaffChange,
  decide: (present: Member | null, id: string, client: PoolClient) => Next | Promise<Next>,
): Promise<StaffAnswer> {
  return inTransaction<StaffAnswer>(deps, async (client): Promise<Decided<StaffAnswer>> => {
    await lockStaff(client);
    const present = await readMember(client, id);
    const isWithin = ({ areas }: Member): boolean => deps.within === null || reachesAll({ areas: deps.within }, areas);
    if (present && !isWithin(present)) return undecided({ status: 'other-areas' });
    if (present && ifMatch !== undefined && ifMatch !== present.version)
      return undecided({ status: 'staff-changed', version: present.version });
    const next = await decide(present, id, client);
    if (next === null) return undecided({ status: 'unknown-staff' });
    if ('refused' in next) return undecided(next.refused);
    if (present && canonicalJson(recordOf(present)) === canonicalJson(recordOf(next)))
      return undecided({ status: 'done', member: present });
    if (!isWithin(next)) return undecided({ status: 'other-areas' });
    if (!next.areas.every(deps.isArea)) return undecided({ status: 'unknown-area' });
    if (next.email !== present?.email && (await isTaken(client, next))) return undecided({ status: 'address-taken' });
    const member = { ...next, version: (present?.version ?? 0) + 1 };
    const also = await ofOwnerships(client, deps.seals, { before: present, after: member }, about);
    const ending = change === 'sign-in-anew' ? [sessionsEnd(id)] : [];
    return { answer: { status: 'done', member }, write: writeStatement(member, change, about), also: [...also, ...ending] };
  });
}

/** What the work that somebody leaves behind begins with, of each person. */
const leftPrefix = (id: string): string => `actions-left/${id}/`;

/** Whoever leaves owns nothing from then on, and one task of the team lists what nobody owns any more. */
async function ofOwnerships(
  client: PoolClient,
  seals: Seals,
  change: { readonly before: Member | null; readonly after: Member },
  about: About,
): Promise<QueryConfig<unknown[]>[]> {
  const { statements, left } = await ownershipsAfter(client, seals, change, about);
  const { id, until, version } = change.after;
  if (until === null) return [...statements, tasksEndedUnder(leftPrefix(id))];
  const from = formatInstant(until);
  const owned = { staff: id, from, pathways: left.join(', ') };
  // Of each person by itself: somebody agrees with them who does it instead. Said once of a day of leaving, whatever else is changed of them.
  const isSaid = change.before?.until === until;
  const actions = (isSaid ? [] : await readTakenOn(client, id, about.at)).map(({ registerId, pathway, actions: ids }) => ({
    ...{ key: `${leftPrefix(id)}${registerId}/${pathway}`, register_id: registerId, kind: 'actions-left', audience: 'team' },
    params: { staff: id, from, actions: ids.join(', ') },
  }));
  return [
    ...statements,
    ...(left.length === 0
      ? []
      : [
          taskStatement(
            { key: `owner-left/${id}/${version}`, register_id: null, kind: 'owner-left', audience: 'team', params: owned },
            true,
          ),
        ]),
    ...actions.map((task) => taskStatement(task, true)),
  ];
}

const undecided = (answer: StaffAnswer): Decided<StaffAnswer> => ({ answer, write: null });

/** Looked for under the lock: a conflict would write the address to the database's own log. */
async function isTaken(client: PoolClient, { id, email }: Member): Promise<boolean> {
  return (await readMembers(client, null)).some((other) => other.id !== id && mailboxOf(other.email) === mailboxOf(email));
}

const COLUMNS = columnsOf('staff');
type StoredMember = Pick<Insertable<Tables['staff']>, (typeof COLUMNS)[number]>;
const VERSION = columnsOf('staff_version');
type StoredVersion = Pick<Insertable<Tables['staff_version']>, (typeof VERSION)[number]>;

const writing = prepared('write-member-of-staff', (member: StoredMember, version: StoredVersion) =>
  db
    .with('written', (also) =>
      also
        .insertInto('staff')
        .values(picked(member, COLUMNS))
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(({ ref }) => ({
            area: ref('excluded.area'),
            also_in: ref('excluded.also_in'),
            name: ref('excluded.name'),
            email: ref('excluded.email'),
            roles: ref('excluded.roles'),
            audiences: ref('excluded.audiences'),
            from_at: ref('excluded.from_at'),
            until_at: ref('excluded.until_at'),
            away: ref('excluded.away'),
            identity: ref('excluded.identity'),
            version: ref('excluded.version'),
            active: ref('excluded.active'),
          })),
        ),
    )
    .insertInto('staff_version')
    .values(picked(version, VERSION)),
);

function writeStatement(member: Member, change: StaffChange, { by, why, at }: About): Statement<unknown> {
  const { id, areas, name, email, roles, audiences, from, until, away, identity, version } = member;
  const [area = '', ...alsoIn] = areas;
  const stored: StoredMember = {
    ...{ id, area, name, email, version },
    also_in: JSON.stringify(alsoIn),
    roles: JSON.stringify(roles),
    audiences: JSON.stringify(audiences),
    from_at: from === null ? null : new Date(from),
    until_at: until === null ? null : new Date(until),
    away: JSON.stringify(away),
    identity: identity && JSON.stringify(identity),
    active: until === null || until > at,
  };
  return writing(stored, { staff: id, version, at: new Date(at), by, change, why, record: JSON.stringify(recordOf(member)) });
}
