import { z } from 'zod';
import { typedText } from '../../domain/text';
import { readSheet } from '../../services/forms/sheets';
import { waitingFor } from '../../services/notices/contact-changed';
import { addContact, changeContact, type ContactAnswer, type ContactDeps, endContact } from '../../services/people/change-contacts';
import { type ContactHistory, type ContactVersion, lastVersion, readContacts } from '../../services/people/contact-versions';
import { keepGuardedLook, readGuardedLooks } from '../../services/people/guarded';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Around, type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type FormError, formPage, type Sheet } from '../parts/form';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { one, type Typed } from '../record/fields';
import { contactQuestions, readContact, readWhy, typedOf, WHY } from './fields';
import { contactModel, type ContactModel, needsModel, type NeedsModel } from './model';

const needsView = view<NeedsModel>('needs/needs.njk');
const contactView = view<ContactModel>('needs/contact.njk');

const ofPerson = z.object({ registerId: z.string() });
const ofContact = z.object({ registerId: z.string(), contact: z.string() });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
type At = z.output<typeof ofContact>;

const depsOf = ({ pool, seals, clock }: WebContext): ContactDeps => ({ pool, seals, clock, waiting: waitingFor });

function around(registerId: string, title: string): Around {
  const back = { href: paths.needs({ registerId }), text: 'Needs and people' };
  return { title, registerId, section: 'register', back };
}

/** A contact of a person. Throws the problem of an address that leads nowhere, where there is none. */
async function contactAt({ pool }: WebContext, { registerId, contact: id }: At): Promise<ContactHistory> {
  const found = (await readContacts(pool, registerId))?.contacts.find((contact) => contact.id === id);
  if (!found) throw new PageProblem('not-found');
  return found;
}

/** The same, of somebody who is written to. */
async function presentAt(context: WebContext, at: At): Promise<ContactVersion> {
  const last = lastVersion(await contactAt(context, at));
  if (last.state !== 'present') throw new PageProblem('not-found');
  return last;
}

async function contactPage(context: WebContext, viewer: Viewer, at: At, asked: boolean): Promise<PageAnswer> {
  const [standing, contact] = await Promise.all([standingOf(context, at.registerId), contactAt(context, at)]);
  const looks = await readGuardedLooks(context.pool, at.registerId, at.contact);
  const sources = [...contact.versions.map(({ source }) => source), ...looks.map(({ staff }) => `staff:${staff}`)];
  const names = await namesOfActors(context.pool, [...new Set(sources)]);
  const shown = asked || lastVersion(contact).details.guarded !== true;
  const model = contactModel(standing, contact, looks, { names, shown, viewer, now: context.clock() });
  return shows(contactView, model, around(at.registerId, 'A contact'), { wordsOf: [at.registerId] });
}

/** Why a change came to nothing, at the field where it can be mended. */
function errorsOf({ status }: Exclude<ContactAnswer, { status: 'done' }>): readonly FormError[] {
  switch (status) {
    case 'too-many':
      return [{ field: 'name', message: 'So many contacts are recorded already that no more can be added. End one first' }];
    case 'identity-lost':
      return [{ field: 'name', message: 'Who this person is has to be recorded again first' }];
    case 'duplicate':
      return [{ field: 'name', message: 'This record was closed as a duplicate: record it with the person who lives on' }];
    default:
      throw new PageProblem('not-found');
  }
}

const MOVED = ['They were changed while you were here. What stands now is on their page'];

const addSheet = (registerId: string): Sheet => ({
  heading: 'Add somebody who is around the person',
  intro: ['From now on they are written to as their place and what you tick say.'],
  questions: contactQuestions(true),
  action: paths.contactAdd({ registerId }),
  button: 'Add them',
  cancel: paths.needs({ registerId }),
});
const changeSheet = (at: At, guarded: boolean, version: string): Sheet => ({
  heading: 'Change a contact',
  intro: [
    'Only for the same person: somebody else in their place is another contact.',
    ...(guarded ? ['How they are reached is guarded. It stays as it is, unless you ask to be shown it first.'] : []),
  ],
  questions: contactQuestions(!guarded),
  action: paths.contactChange(at),
  button: 'Save',
  cancel: paths.contact(at),
  hidden: { version },
});
const endSheet = (at: At, version: string): Sheet => ({
  heading: 'Write to somebody no more',
  intro: [
    'Nobody writes to them from now on, and what waits for them falls away. Those who were invited to a meeting ahead are told that it is off for them.',
  ],
  questions: [
    {
      ...{ as: 'ticks', name: 'silently', label: 'If they must not hear anything at all' },
      choices: [{ value: 'yes', text: 'End it without a word', hint: 'They are not even told that a meeting is off for them' }],
    },
    { ...WHY, label: 'Why?' },
  ],
  action: paths.contactEnd(at),
  button: 'Write to them no more',
  cancel: paths.contact(at),
  hidden: { version },
});
const showSheet = (at: At): Sheet => ({
  heading: 'Show how they are reached',
  intro: ['These details are guarded. Why you ask is kept with your name, and stands on this contact’s page.'],
  questions: [{ ...WHY, label: 'Why do you need them?', hint: 'For example, to phone before the meeting on Tuesday' }],
  action: paths.contactDetails(at),
  button: 'Show them',
  cancel: paths.contact(at),
});

const versionIn = (typed: Typed): number => {
  const version = Number(one(typed, 'version'));
  if (!Number.isInteger(version)) throw new PageProblem('bad-address');
  return version;
};

/** Needs and people: how somebody is spoken and written with, and who is around them. */
export const needsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.needs,
    permission: 'people:find',
    audit: 'contacts-shown',
    params: ofPerson,
    query: z.object({ done: z.string().optional() }),
    answer: async ({ params: { registerId }, query: { done }, viewer }, context) => {
      const [standing, known, referral] = await Promise.all([
        standingOf(context, registerId),
        readContacts(context.pool, registerId),
        readSheet(context.pool, registerId, 'referral'),
      ]);
      const model = needsModel(standing, known?.contacts ?? [], referral.at(-1) ?? null, viewer, done, context.clock());
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(needsView, model, { title: 'Needs and people', registerId, section: 'register', crumbs }, { wordsOf: [registerId] });
    },
  }),
  page({
    method: 'get',
    path: paths.contactAdd,
    permission: 'people:write',
    audit: 'contacts-shown',
    params: ofPerson,
    query: nothing,
    answer: ({ params: { registerId } }) => Promise.resolve(formPage(addSheet(registerId), {}, around(registerId, 'Add somebody'))),
  }),
  page({
    method: 'post',
    path: paths.contactAdd,
    permission: 'people:write',
    audit: 'contact-added',
    params: ofPerson,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId }, form: typed, viewer }, context) => {
      const again = (errors: readonly FormError[]): PageAnswer =>
        formPage(addSheet(registerId), typed, around(registerId, 'Add somebody'), { errors });
      const read = readContact(typed, null, true);
      if ('errors' in read) return again(read.errors);
      const request = { registerId, id: null, details: read.details, reason: read.why, source: actorOf(viewer) };
      const added = await addContact(depsOf(context), request);
      return added.status === 'done' ? { redirect: paths.needs({ registerId }, { done: 'added' }) } : again(errorsOf(added));
    },
  }),
  page({
    method: 'get',
    path: paths.contact,
    permission: 'people:find',
    audit: 'contact-history-shown',
    params: ofContact,
    query: nothing,
    answer: ({ params, viewer }, context) => contactPage(context, viewer, params, false),
  }),
  page({
    method: 'get',
    path: paths.contactChange,
    permission: 'people:write',
    audit: 'contacts-shown',
    params: ofContact,
    query: nothing,
    answer: async ({ params: at }, context) => {
      const { details, version } = await presentAt(context, at);
      const sheet = changeSheet(at, details.guarded === true, String(version));
      return formPage(sheet, typedOf(details), around(at.registerId, 'Change a contact'));
    },
  }),
  page({
    method: 'post',
    path: paths.contactChange,
    permission: 'people:write',
    audit: 'contact-changed',
    params: ofContact,
    query: nothing,
    form: posted,
    answer: async ({ params: at, form: typed, viewer }, context) => {
      const { registerId, contact: id } = at;
      const { details: before, version: present } = await presentAt(context, at);
      const guarded = before.guarded === true;
      const again = (more: Parameters<typeof formPage>[3], version = one(typed, 'version')): PageAnswer =>
        formPage(changeSheet(at, guarded, version), typed, around(registerId, 'Change a contact'), more);
      const read = readContact(typed, before, !guarded);
      if ('errors' in read) return again({ errors: read.errors });
      const request = { registerId, id, details: read.details, version: versionIn(typed), reason: read.why, source: actorOf(viewer) };
      const changed = await changeContact(depsOf(context), request);
      if (changed.status === 'done') return { redirect: paths.needs({ registerId }, { done: 'changed' }) };
      return changed.status === 'moved' ? again({ meanwhile: MOVED }, String(present)) : again({ errors: errorsOf(changed) });
    },
  }),
  page({
    method: 'get',
    path: paths.contactEnd,
    permission: 'people:write',
    audit: 'contacts-shown',
    params: ofContact,
    query: nothing,
    answer: async ({ params: at }, context) => {
      const { version } = await presentAt(context, at);
      return formPage(endSheet(at, String(version)), {}, around(at.registerId, 'Write to somebody no more'));
    },
  }),
  page({
    method: 'post',
    path: paths.contactEnd,
    permission: 'people:write',
    audit: 'contact-ended',
    params: ofContact,
    query: nothing,
    form: posted,
    answer: async ({ params: at, form: typed, viewer }, context) => {
      const { registerId, contact: id } = at;
      const { version: present } = await presentAt(context, at);
      const again = (more: Parameters<typeof formPage>[3], version = one(typed, 'version')): PageAnswer =>
        formPage(endSheet(at, version), typed, around(registerId, 'Write to somebody no more'), more);
      const errors: FormError[] = [];
      const reason = readWhy(typed, errors);
      if (errors.length > 0) return again({ errors });
      const silently = one(typed, 'silently') === 'yes';
      const request = { registerId, id, reason, silently, version: versionIn(typed), source: actorOf(viewer) };
      const ended = await endContact(depsOf(context), request);
      if (ended.status === 'done') return { redirect: paths.needs({ registerId }, { done: 'ended' }) };
      return ended.status === 'moved' ? again({ meanwhile: MOVED }, String(present)) : again({ errors: errorsOf(ended) });
    },
  }),
  page({
    method: 'get',
    path: paths.contactDetails,
    permission: 'people:write',
    audit: 'contacts-shown',
    params: ofContact,
    query: nothing,
    answer: async ({ params: at }, context) => {
      await presentAt(context, at);
      return formPage(showSheet(at), {}, around(at.registerId, 'Show how they are reached'));
    },
  }),
  page({
    method: 'post',
    path: paths.contactDetails,
    permission: 'people:write',
    audit: 'guarded-details-shown',
    params: ofContact,
    query: nothing,
    form: posted,
    answer: async ({ params: at, form: typed, viewer }, context) => {
      await presentAt(context, at);
      const why = one(typed, 'why');
      if (!typedText(1_000).safeParse(why).success) {
        const message = why === '' ? 'Say why you need them' : 'Say it in at most 1,000 characters';
        return formPage(showSheet(at), typed, around(at.registerId, 'Show how they are reached'), { errors: [{ field: 'why', message }] });
      }
      // Kept before anything is shown: where it cannot be, nothing is.
      await keepGuardedLook(context.pool, at.registerId, at.contact, { staff: viewer.id, at: context.clock(), why });
      return contactPage(context, viewer, at, true);
    },
  }),
];
