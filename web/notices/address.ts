import { z } from 'zod';
import { typedText } from '../../domain/text';
import { mailAddressSchema } from '../../infra/mail/address';
import { waitingFor } from '../../services/notices/contact-changed';
import { changeContact } from '../../services/people/change-contacts';
import { type ContactVersion, lastVersion, readContacts } from '../../services/people/contact-versions';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { paths } from '../paths';
import { aroundOf, ofNotice, recipientOf } from './around';
import { type OneModel, oneModel, type OneNotice, readOne } from './one';
import { audienceWords } from './words';

interface AddressField {
  readonly value: string;
  readonly error: string | null;
}

interface AddressModel {
  readonly who: OneModel['who'];
  readonly to: string;
  readonly present: string | null;
  readonly cautions: readonly string[];
  /** Where it is put right, where that is not here. */
  readonly elsewhere: string | null;
  readonly form: { readonly action: string; readonly version: number; readonly email: AddressField; readonly why: AddressField } | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly cancel: string;
}

const addressView = view<AddressModel>('notices/address.njk');
const TITLE = 'Put the address right';

const ELSEWHERE: Readonly<Record<string, string>> = {
  staff:
    'They are a member of staff. Ask a manager or the service administrator to put their address right, under Settings, Staff and roles. Then send the message again.',
  book: 'They stand in the contact book of the area. Ask a manager or the service administrator to put the address right in the profile of the area. Then send the message again.',
};
const NOWHERE = 'They are not recorded as somebody with an address.';

/** The contact to whom a notice goes, as last recorded; null: it goes to no contact of the person. */
async function contactOf({ pool }: WebContext, { record: { notice } }: OneNotice): Promise<ContactVersion | null> {
  const [kind, id] = recipientOf(notice.recipient);
  if (kind !== 'contact' || notice.registerId === null) return null;
  const known = await readContacts(pool, notice.registerId);
  const contact = known?.contacts.find((one) => one.id === id);
  return contact ? lastVersion(contact) : null;
}

interface Typed {
  readonly email: string;
  readonly why: string;
  readonly wrong: readonly { readonly field: 'email' | 'why'; readonly text: string }[];
  readonly moved: boolean;
}

async function addressPage(context: WebContext, viewer: Viewer, one: OneNotice, typed: Typed | null): Promise<PageAnswer> {
  const { ref, record, recipient } = one;
  const { notice } = record;
  const contact = await contactOf(context, one);
  const errorOf = (field: 'email' | 'why'): string | null => typed?.wrong.find((wrong) => wrong.field === field)?.text ?? null;
  const [kind] = recipientOf(notice.recipient);
  const guarded = contact?.details.guarded === true;
  const ended = contact !== null && contact.state !== 'present';
  const model: AddressModel = {
    who: oneModel(one, viewer, undefined, context.clock()).who,
    to: `${contact?.details.name ?? recipient.name}, ${audienceWords(notice.template, notice.audience)}`,
    present: contact ? (guarded ? 'Guarded' : (contact.details.email ?? null)) : recipient.address,
    cautions: typed?.moved
      ? ['Somebody else changed this contact while you were here, and nothing of yours was saved. This is how it stands now.']
      : [],
    elsewhere: ended ? 'They are not to be written to any more.' : contact ? null : (ELSEWHERE[kind] ?? NOWHERE),
    form:
      contact && !ended
        ? {
            action: paths.noticeAddress({ notice: ref }),
            version: contact.version,
            email: { value: typed?.email ?? (guarded ? '' : (contact.details.email ?? '')), error: errorOf('email') },
            why: { value: typed?.why ?? '', error: errorOf('why') },
          }
        : null,
    errors: (typed?.wrong ?? []).map(({ field, text }) => ({ text, href: `#${field}` })),
    cancel: paths.notice({ notice: ref }),
  };
  const isWrong = model.errors.length > 0;
  return shows(
    addressView,
    model,
    { ...aroundOf(one, isWrong ? `Error: ${TITLE}` : TITLE), back: { href: model.cancel, text: 'Back to the message' } },
    isWrong ? { status: 400 } : typed?.moved ? { status: 409 } : {},
  );
}

const reason = typedText(1_000);

export const addressPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.noticeAddress,
    permission: 'people:write',
    audit: 'contacts-shown',
    params: ofNotice,
    query: z.object({}),
    answer: async ({ params, viewer }, context) => addressPage(context, viewer, await readOne(context, viewer, params.notice), null),
  }),
  page({
    method: 'post',
    path: paths.noticeAddress,
    permission: 'people:write',
    audit: 'contact-changed',
    params: ofNotice,
    query: z.object({}),
    form: z.object({ version: z.coerce.number().int().min(1), email: z.string().default(''), why: z.string().default('') }),
    answer: async ({ params, form, viewer }, context) => {
      const one = await readOne(context, viewer, params.notice);
      const { registerId } = one.record.notice;
      const contact = await contactOf(context, one);
      const [email, why] = [form.email.trim(), form.why.trim()];
      const wrong: Typed['wrong'] = [
        ...(mailAddressSchema.safeParse(email).success
          ? []
          : [{ field: 'email' as const, text: 'Enter an email address, like name@example.org' }]),
        ...(reason.safeParse(why).success
          ? []
          : [{ field: 'why' as const, text: why === '' ? 'Say how you know the address' : 'Say it in at most 1,000 characters' }]),
      ];
      const typed = { email: form.email, why: form.why, wrong, moved: false };
      if (contact === null || registerId === null) return addressPage(context, viewer, one, null);
      if (wrong.length > 0) return addressPage(context, viewer, one, typed);
      const { id, ...details } = contact.details;
      const { pool, seals, clock } = context;
      const changed = await changeContact(
        { pool, seals, clock, waiting: waitingFor },
        { registerId, id, details: { ...details, email }, version: form.version, reason: why, source: actorOf(viewer) },
      );
      switch (changed.status) {
        case 'done':
          return { redirect: paths.notice({ notice: params.notice }, { done: 'address' }), registerId };
        case 'moved':
        case 'ended':
          return addressPage(context, viewer, await readOne(context, viewer, params.notice), { ...typed, moved: true });
        default:
          throw new PageProblem('not-found');
      }
    },
  }),
];
