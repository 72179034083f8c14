import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { EVENT_TYPES, type EventType } from '../../domain/pathway/events';
import { fitting } from '../../domain/pathway/fitting';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import { coreContext } from '../../services/rules/policies';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { paths } from '../paths';
import { headerOf, type PersonHeader } from '../person/header';
import { standingOf } from '../person/standing';
import { around, formOf } from './forms/around';
import { FORMS } from './forms/forms';
import { journeysFor } from './together/pages';

interface ChooseModel {
  readonly person: PersonHeader;
  /** What cannot wait stands first. */
  readonly groups: readonly {
    readonly title: string;
    readonly note?: string;
    readonly possible: readonly { readonly title: string; readonly href: string }[];
  }[];
  readonly others: readonly { readonly title: string; readonly reason: string }[];
}
const chooseView = view<ChooseModel>('record/choose.njk');

/** What changes at once what is due: it is recorded before anything else, at night too. */
const URGENT: ReadonlySet<EventType> = new Set(['admitted', 'discharged', 'transferred', 'meeting-held', 'rating-set', 'person-died']);

/** What can be recorded of a person: only what the core would accept now; the rest with the reason. */
export const choosePages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.record,
    permission: 'events:write',
    audit: 'record-opened',
    params: z.object({ registerId: z.string() }),
    query: z.object({}),
    answer: async ({ params: { registerId } }, context) => {
      const standing = await standingOf(context, registerId);
      const now = context.clock();
      const titleFor = (type: EventType): string => reviewsNamed(formOf(type).title, reviewName(standing.bornOn, londonDate(now)));
      const types = EVENT_TYPES.filter((type) => FORMS[type] !== null);
      const fits = fitting(coreContext(), standing.record, types, now);
      const possible = fits
        .filter(({ reason }) => reason === null)
        .map(({ type }) => ({ type, title: titleFor(type), href: paths.recordEvent({ registerId, type }) }));
      const journeys = journeysFor(standing, new Set(possible.map(({ type }) => type)), londonDate(now));
      const model: ChooseModel = {
        person: headerOf(standing, londonDate(now)),
        groups: [
          {
            title: 'What cannot wait',
            possible: [...journeys.filter(({ urgent }) => urgent), ...possible.filter(({ type }) => URGENT.has(type))],
          },
          {
            title: 'Several things that belong together',
            note: 'They are asked for one after the other, and recorded as one.',
            possible: journeys.filter(({ urgent }) => !urgent),
          },
          { title: 'Everything else', possible: possible.filter(({ type }) => !URGENT.has(type)) },
        ].filter((group) => group.possible.length > 0),
        others: fits.flatMap(({ type, reason }) => (reason === null ? [] : [{ title: titleFor(type), reason: refusalWords(reason) }])),
      };
      return shows(chooseView, model, around('Record something', registerId));
    },
  }),
];
