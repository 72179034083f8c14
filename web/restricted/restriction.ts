import { z } from 'zod';
import { RESTRICTION_CODES, type RestrictionCode } from '../../domain/access/restriction';
import { seesEveryone } from '../../domain/access/roles';
import { londonDate } from '../../domain/calendar/dates';
import { isInService } from '../../domain/notices/staffing';
import { isOneOf, typedText } from '../../domain/text';
import { readWhose } from '../../services/pathway/whose';
import {
  lookAtEnds,
  readEndsToLookAt,
  readRestrictions,
  RESTRICTION_ACTS,
  type RestrictionRow,
  sayRestriction,
  standingOf,
} from '../../services/restricted/restrict';
import { parseRegisterId } from '../../services/people/register-id';
import { namesOfActors } from '../../services/staff/actors';
import { type Member, readMembers } from '../../services/staff/members';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { actorWords } from '../content/actors';
import { listWords, momentText } from '../content/dates';
import { RESTRICTION_WORDS, restrictionWords } from '../content/restricted';
import { roleWords } from '../content/roles';
import { paths } from '../paths';

type Act = (typeof RESTRICTION_ACTS)[number];

interface Form {
  readonly act: Act;
  readonly title: string;
  readonly press: string;
  readonly codes: readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[];
  readonly why: string;
  readonly codeError: string;
  readonly whyError: string;
}

interface RestrictionModel {
  readonly registerId: string;
  readonly record: string;
  readonly heading: string;
  readonly state: string;
  readonly saved: string | null;
  readonly meanwhile: string | null;
  readonly action: string;
  readonly version: number;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly say: Form;
  /** Null: the record is not restricted. */
  readonly finish: Form | null;
  /** Where it is said that somebody looked at the end; null: there is none to look at, or it is their own. */
  readonly lookAtEnd: string | null;
  readonly staffError: string;
  readonly ownerSaid: string;
  readonly people: readonly { readonly id: string; readonly field: string; readonly text: string; readonly chosen: boolean }[];
  readonly rows: readonly {
    readonly when: string;
    readonly by: string;
    readonly what: string;
    readonly reason: string;
    readonly why: string;
    readonly staff: string;
  }[];
}

const restrictionView = view<RestrictionModel>('restricted/restriction.njk');

const ACTS: Readonly<Record<Act, string>> = { restricted: 'Restricted', changed: 'Changed', ended: 'Ended' };
const SAVED: Readonly<Record<Act, string>> = {
  restricted: 'The record is restricted.',
  changed: 'The change is saved.',
  ended: 'The restriction has ended.',
};

const WORDS = typedText(1_000);

/** What was typed, and what is wrong with it, or happened meanwhile. */
interface Typed {
  readonly act: Act;
  readonly code: string;
  readonly why: string;
  readonly staff: readonly string[];
  readonly errors: Partial<Readonly<Record<'code' | 'why' | 'staff', string>>>;
  readonly meanwhile?: string;
}

const person = z.object({ registerId: z.string() });
const registerIdOf = (text: string): string => {
  const registerId = parseRegisterId(text);
  if (registerId === null) throw new PageProblem('not-found');
  return registerId;
};

/** Those whom it makes sense to name: of the area, here now, with a role that opens records. Nobody names themself. */
const nameable = (members: readonly Member[], viewer: Viewer, named: readonly string[], now: ReturnType<WebContext['clock']>): Member[] =>
  members.filter((one) => (isInService(one, now) && seesEveryone(one.roles) && one.id !== viewer.id) || named.includes(one.id));

function formOf(act: Act, own: Typed | undefined, standing: RestrictionRow | null): Form {
  const chosen = own?.code ?? (act === 'changed' ? (standing?.code ?? '') : '');
  return {
    act,
    title: { restricted: 'Restrict this record', changed: 'Change who opens it as usual', ended: 'End the restriction' }[act],
    press: { restricted: 'Restrict this record', changed: 'Save the change', ended: 'End the restriction' }[act],
    codes: [
      { value: '', text: 'Choose', chosen: chosen === '' },
      ...RESTRICTION_CODES.map((value) => ({ value, text: RESTRICTION_WORDS[value], chosen: value === chosen })),
    ],
    why: own?.why ?? '',
    codeError: own?.errors.code ?? '',
    whyError: own?.errors.why ?? '',
  };
}

async function restrictionPage(
  context: WebContext,
  viewer: Viewer,
  registerId: string,
  { typed, saved }: { readonly typed?: Typed; readonly saved?: Act | undefined } = {},
): Promise<PageAnswer> {
  const { pool, clock } = context;
  const now = clock();
  const today = londonDate(now);
  const [said, whose, ends] = await Promise.all([
    readRestrictions(pool, registerId),
    readWhose(pool, registerId, now),
    readEndsToLookAt(pool, registerId, viewer.id),
  ]);
  const members = await readMembers(pool, whose?.area ?? null);
  const names = await namesOfActors(
    pool,
    said.flatMap(({ by, staff }) => [by, ...staff.map((id) => `staff:${id}`)]),
  );
  const standing = standingOf(said);
  const act: Act = standing === null ? 'restricted' : 'changed';
  const own = (one: Act): Typed | undefined => (typed?.act === one ? typed : undefined);
  const named = own(act)?.staff ?? standing?.staff ?? [];
  const namesOf = (ids: readonly string[]): string =>
    ids.length === 0 ? 'nobody' : listWords(ids.map((id) => actorWords(`staff:${id}`, names)));
  const owner = members.find(({ id }) => id === whose?.owner);
  const prefix = typed?.act === 'ended' ? 'end-' : '';
  const errors = Object.entries(typed?.errors ?? {}).map(([field, message]) => ({ field: `${prefix}${field}`, message }));
  const model: RestrictionModel = {
    ...{ registerId, errors },
    record: paths.person({ registerId }),
    heading: standing === null ? `Restrict the record ${registerId}` : `Restricted record ${registerId}`,
    state:
      standing === null
        ? 'This record is not restricted.'
        : `This record is restricted. ${standing.staff.length === 0 ? 'Nobody is named' : `Named: ${namesOf(standing.staff)}`}.`,
    saved: saved === undefined ? null : SAVED[saved],
    meanwhile: typed?.meanwhile ?? null,
    action: paths.restriction({ registerId }),
    version: said.at(-1)?.number ?? 0,
    say: formOf(act, own(act), standing),
    finish: standing === null ? null : formOf('ended', own('ended'), standing),
    lookAtEnd: ends.length > 0 ? paths.restrictionLooked({ registerId }) : null,
    staffError: own(act)?.errors.staff ?? '',
    ownerSaid: owner ? `So does ${owner.name}, who owns the pathway.` : 'Nobody owns the pathway.',
    people: nameable(members, viewer, named, now).map(({ id, name, roles }, index) => ({
      ...{ id, field: index === 0 ? 'staff' : `staff-${index + 1}` },
      text: `${name}, ${roleWords(roles)}`,
      chosen: named.includes(id),
    })),
    rows: said.toReversed().map((row) => ({
      when: momentText(row.at, today),
      by: actorWords(row.by, names),
      what: ACTS[row.act],
      reason: restrictionWords(row.code),
      why: row.why,
      staff: row.act === 'ended' ? 'everybody' : namesOf(row.staff),
    })),
  };
  const title = errors.length > 0 ? 'Error: Restriction' : 'Restriction';
  return shows(
    restrictionView,
    model,
    { title, registerId, section: 'register', crumbs: [{ text: 'Restricted records', href: paths.restricted() }], wide: true },
    { wordsOf: said.length > 0 ? [registerId] : [], ...(errors.length > 0 ? { status: 400 } : typed?.meanwhile ? { status: 409 } : {}) },
  );
}

function checkedCode(typed: Typed): { readonly code: RestrictionCode } | { readonly errors: Typed['errors'] } {
  const known = isOneOf(RESTRICTION_CODES)(typed.code) ? typed.code : null;
  const errors = {
    ...(known === null ? { code: 'Choose why' } : {}),
    ...(WORDS.safeParse(typed.why).success ? {} : { why: typed.why === '' ? 'Say why in words' : 'Say it in at most 1,000 characters' }),
  };
  return known === null || Object.keys(errors).length > 0 ? { errors } : { code: known };
}

/** Who opens a record as usual: shown to and said by those who look after that, whether or not the record is open to them. */
export const restrictionPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.restriction,
    permission: 'restrictions:write',
    audit: 'restriction-shown',
    besideRecord: true,
    params: person,
    query: z.object({ saved: z.enum(RESTRICTION_ACTS).optional() }),
    answer: ({ params, query, viewer }, context) =>
      restrictionPage(context, viewer, registerIdOf(params.registerId), { saved: query.saved }),
  }),
  page({
    method: 'post',
    path: paths.restrictionLooked,
    permission: 'restrictions:write',
    audit: 'restriction-end-looked-at',
    besideRecord: true,
    params: person,
    query: z.object({}),
    answer: async ({ params, viewer }, { pool, clock }) => {
      const registerId = registerIdOf(params.registerId);
      await lookAtEnds(pool, registerId, { by: viewer.id, at: clock() });
      return { redirect: paths.restriction({ registerId }) };
    },
  }),
  page({
    method: 'post',
    path: paths.restriction,
    permission: 'restrictions:write',
    audit: 'restriction-said',
    besideRecord: true,
    params: person,
    query: z.object({}),
    form: z.object({
      act: z.enum(RESTRICTION_ACTS),
      code: z.string().default(''),
      why: z.string().default(''),
      staff: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
      version: z.coerce.number().int().min(0),
    }),
    answer: async ({ params, form, viewer }, context) => {
      const registerId = registerIdOf(params.registerId);
      const { act, version } = form;
      const typed: Typed = { act, code: form.code, why: form.why.trim(), staff: form.staff, errors: {} };
      const checked = checkedCode(typed);
      if ('errors' in checked) return restrictionPage(context, viewer, registerId, { typed: { ...typed, errors: checked.errors } });
      const request = { registerId, act, code: checked.code, why: typed.why, staff: typed.staff, version };
      const answer = await sayRestriction(context, request, { by: viewer.id, at: context.clock() });
      const again = (more: Partial<Typed>): Promise<PageAnswer> =>
        restrictionPage(context, viewer, registerId, { typed: { ...typed, ...more } });
      switch (answer.status) {
        case 'done':
          return { redirect: paths.restriction({ registerId }, { saved: act }) };
        case 'moved':
          return again({
            meanwhile: 'Somebody else has changed this meanwhile. Nothing of yours was saved. Look at how it stands, and press again.',
          });
        case 'own-name':
          return again({ errors: { staff: 'You cannot name yourself. Somebody else who looks after restrictions can' } });
        case 'staff-unfit':
          return again({ errors: { staff: 'Somebody whom you ticked does not work in this area any more' } });
        case 'unknown-person':
          throw new PageProblem('not-found');
      }
    },
  }),
];
