import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { STAFF_ROLES } from '../../domain/access/roles';
import { WEEKDAYS } from '../../domain/meetings/places';
import { dateSchema, DIAGNOSES, MEETING_KINDS, placeSchema } from '../../domain/pathway/events';
import { CRITERIA_DOCUMENTS } from '../../domain/rules/criteria';
import { interval } from '../../domain/rules/rule-set';
import { AUDIENCES } from '../../domain/notices/catalogue';
import { projectRoot } from '../../infra/project-root';
import { mailAddressSchema } from '../../infra/mail/address';
import { promptsSchema } from './area-prompts';
import { localOfferSchema } from './local-offer';

const text = z.string().trim().min(1);
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a code of small letters, digits and hyphens');
const audience = z.enum(AUDIENCES);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM');
const entry = z.strictObject({ id: code, name: text, email: mailAddressSchema, audiences: z.array(audience).min(1) });
const unique = (entries: readonly { id: string }[]): boolean => new Set(entries.map(({ id }) => id)).size === entries.length;
const OWN_IDS = { error: 'each must have an id of its own' };
const entries = z.array(entry).refine(unique, OWN_IDS);
/** Of the first staff: some only use the pages, and get no notices. */
const staffEntry = entry.extend({ audiences: z.array(audience).default([]), roles: z.array(z.enum(STAFF_ROLES)).default([]) });

/** What an area sets for itself: docs/areas.md. */
export const areaSchema = z
  .strictObject({
    id: code,
    name: text,
    /** A remark for who reads the file. */
    note: text.optional(),
    /** The rule set that a new pathway is pinned to. */
    ruleSet: code,
    /** Who holds the register, and where, in a sentence for the public. */
    heldBy: text.optional(),
    /** Where meetings can be held: standing places, each for so many meetings on its day of the week. */
    places: z
      .array(
        z
          .strictObject({
            id: code,
            kinds: z.array(z.enum(MEETING_KINDS)).min(1),
            weekday: z.enum(WEEKDAYS),
            ...{ time: timeOfDay, until: timeOfDay, where: placeSchema },
            seats: z.number().int().min(1).max(20).default(1),
            /** Who sits there, by id of the book: without them no place is given. */
            sits: z.array(code).min(1).max(20).optional(),
          })
          .refine(({ time, until }) => time < until, { error: 'must end after it begins, on one day' }),
      )
      .refine(unique, OWN_IDS)
      .optional(),
    /** Days on which no place is given, beside weekends and bank holidays; with `who`, none where they sit: they are away. */
    noPlaces: z
      .array(
        z
          .strictObject({ from: dateSchema, to: dateSchema, why: text, who: code.optional() })
          .refine(({ from, to }) => from <= to, { error: 'must not end before it begins' }),
      )
      .optional(),
    /** Whether a place that was found is shown for somebody to book, or booked at once with its invitations. */
    arranging: z.enum(['propose', 'book']).default('propose'),
    /** So many days at least lie between the asking and the meeting; of a kind that is not named, none. */
    noticeDays: z.partialRecord(z.enum(MEETING_KINDS), z.number().int().min(0).max(60)).default({}),
    /** Who is invited to a meeting that the service books itself. */
    invites: z.partialRecord(z.enum(MEETING_KINDS), z.array(code).min(1)).default({}),
    /** How often the register is reviewed as a whole, how many days before that its pack is made, whether children and adults are gone through apart, and who comes. */
    registerReview: interval
      .extend({
        number: z.number().int().min(1).max(120),
        packDays: z.number().int().min(1).max(28).default(7),
        apart: z.boolean().default(true),
        whoComes: z.array(text).max(30).default([]),
      })
      .default({ number: 1, unit: 'months', packDays: 7, apart: true, whoComes: [] }),
    /** Who belongs to it, in a sentence for the public; where an installation serves several, by it people choose theirs. */
    covers: text.optional(),
    /** The documents whose criteria stand beside its decisions; absent: all of them. */
    criteria: z.array(z.enum(CRITERIA_DOCUMENTS)).min(1).optional(),
    /** Who sees whom, where several teams do. */
    teams: z
      .array(
        z.strictObject({
          ...{ for: text, name: text, contact: text },
          ages: z.enum(['under-18', 'adult']).optional(),
          diagnoses: z.array(z.enum(DIAGNOSES)).min(1).optional(),
        }),
      )
      .optional(),
    team: z.strictObject({
      ...{ name: text, phone: text, email: mailAddressSchema, officeHours: text },
      /** The same hours for the clock, on working days: outside them on-call is told of what is urgent. Absent: always. */
      hours: z
        .strictObject({ from: timeOfDay, to: timeOfDay })
        .refine(({ from, to }) => from < to, { error: 'must end after they begin, on one day' })
        .optional(),
    }),
    /** What every acknowledgement says first: where to turn at once. */
    emergency: z.array(z.strictObject({ when: text, contact: text })).min(1),
    /** The directory of support: other help, with the day on which each entry was last checked. */
    directory: z.array(z.strictObject({ need: text, name: text, contact: text, checkedOn: dateSchema })),
    /** Where the Local Offer tells of the register, reviews, admission, personal budgets and gaps; absent: it was not looked for. */
    localOffer: localOfferSchema.optional(),
    /** What is to be talked about in the notes of meetings and visits, in place of our prompts: by kind of notes and section. */
    prompts: promptsSchema.optional(),
    /** Shared mailboxes and professionals: with the person's recorded contacts and the staff the only recipients there are. */
    book: entries,
    /** The team of a new installation; afterwards the table `staff` counts. */
    staff: z.array(staffEntry).refine(unique, OWN_IDS).default([]),
    /** Who is written to, for an installation whose mail reaches only the catcher. With a mail server of its own nobody outside the team is, until somebody says so. */
    sending: z.partialRecord(audience, z.boolean()).default({}),
  })
  .refine(({ book, staff }) => [...book, ...staff].some(({ audiences }) => audiences.includes('team')), {
    path: ['book'],
    error: 'somebody must be written to as the team',
  })
  .refine(({ places = [], book }) => places.every(({ sits = [] }) => sits.every((who) => book.some(({ id }) => id === who))), {
    path: ['places'],
    error: 'whoever sits at a place (sits) must be in the book, by their id',
  })
  .refine(
    ({ places = [], noPlaces = [] }) => noPlaces.every(({ who }) => who === undefined || places.some(({ sits }) => sits?.includes(who))),
    {
      path: ['noPlaces'],
      error: 'who is away must sit at one of the places (sits)',
    },
  );

/** Fields that a file of an earlier release had, and that nothing read: with them it is as good as without. */
const RETIRED: ReadonlySet<string> = new Set(['ratings', 'cetrPlacesAWeek']);

const withoutRetired = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([field]) => !RETIRED.has(field)))
    : value;

/** The same as an earlier release may have kept it: with fields that nobody reads any more, which are left out. */
export const keptAreaSchema = areaSchema.strip();

export type Area = z.output<typeof areaSchema>;

/** The area's team as a mail's From, Reply-To and ORGANIZER name it. */
export const teamMailbox = ({ team }: Pick<Area, 'team'>): { readonly name: string; readonly address: string } => ({
  name: team.name,
  address: team.email,
});

const files = new Map<string, Area>();
/** The profiles that the database has otherwise than the files, by id, as they were seen last (services/areas/versions.ts). */
export const present = new Map<string, Area>();

/** An area's profile as it was seen last in the database, or, where that has none, as its file has it. Throws as `areaOfFile` does. */
export const area = (id: string): Area => present.get(id) ?? areaOfFile(id);

/**
 * An area's profile, read once from `policies/areas/<id>.json`.
 * Throws RangeError where there is none of that name (naming those there are), Error (naming file and field) where it is not as it should be.
 */
export function areaOfFile(id: string, folder = path.join(projectRoot, 'policies', 'areas')): Area {
  const file = path.join(folder, `${id}.json`);
  const known = files.get(file);
  if (known) return known;
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
  if (!ids.includes(id)) throw new RangeError(`unknown area: ${id}; known are ${ids.join(', ')} (files in policies/areas)`);
  const profile = parseArea(readFileSync(file, 'utf8'), `policies/areas/${id}.json`);
  if (profile.id !== id) throw new Error(`policies/areas/${id}.json: id: must be the name of the file, ${id}, and is ${profile.id}`);
  files.set(file, profile);
  return profile;
}

/** Reads an area's profile from JSON. Throws Error with the file's name, and each field that is wrong and why. */
export function parseArea(json: string, name: string): Area {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error(`${name} cannot be read as JSON`, { cause: error });
  }
  const parsed = areaSchema.safeParse(withoutRetired(value));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${name} is not an area: ${parsed.error.issues.map(({ path: field, message }) => `${field.join('.')}: ${message}`).join('; ')}`,
  );
}

/** Those of these areas that have places for meetings, and which of them book by themselves. Throws RangeError where one is not known. */
export function areasWithPlaces(ids: readonly string[]): { readonly areas: readonly string[]; readonly book: readonly string[] } {
  const areas = ids.filter((id) => (area(id).places ?? []).length > 0);
  return { areas, book: areas.filter((id) => area(id).arranging === 'book') };
}

/** Whether there is an area of this id. */
export function isArea(id: string): boolean {
  try {
    area(id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
