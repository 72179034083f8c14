import { z } from 'zod';
import type { Permission } from '../../domain/access/permissions';
import { londonDate } from '../../domain/calendar/dates';
import { readForms } from '../../services/forms/written-forms';
import { actionsInWords, readActionsInWords } from '../../services/meetings/actions/in-words';
import { peopleOf } from '../../services/meetings/attendance';
import { readAsked } from '../../services/meetings/messages';
import { formIdOf, notesAmong, notesOf } from '../../services/meetings/notes';
import { readEvents } from '../../services/pathway/events';
import { namesOfActors } from '../../services/staff/actors';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { type EarlierModel, earlierOf } from '../person/earlier';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';
import { actionPages } from './actions/agree';
import { everybodyPages } from './actions/everybody';
import { insteadPages } from './actions/instead';
import { responsePages } from './actions/response';
import { meetingAt, othersOf, TIME } from './around';
import { type ActionShown, actionShown } from './actions/shown';
import { meetingHeading, type MeetingModel, meetingModel, stateOf } from './model';
import { mightBeMissing } from './might-come';
import { filePages } from './paper/file-pages';
import { notesPages } from './notes/pages';
import { paperPages } from './paper/paper-pages';
import { papersPages } from './papers/pages';
import { reportPages } from './report/pages';
import { readReview } from './review';
import { visitsShown, type VisitShown, visitSources } from './visits/model';
import { visitPages } from './visits/pages';
import { whoPages } from './who/pages';

interface MeetingsModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly book: string | null;
  readonly meetings: readonly { readonly title: string; readonly state: string; readonly href: string }[];
  /** To whoever is or was in hospital, the last one first. */
  readonly visits: readonly VisitShown[];
  /** That an earlier time on the pathway is shown, with where the present one is; null: the present one is. */
  readonly over: string | null;
  /** The earlier times on the pathway: their meetings stay readable. */
  readonly earlier: readonly Pick<EarlierModel, 'when' | 'meetings'>[];
}
interface ActionsModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  /** Where everybody is told how it goes on; null: nothing was agreed, or the reader may not. */
  readonly tell: string | null;
  readonly open: readonly ActionShown[];
  readonly settled: readonly ActionShown[];
}

const meetingsView = view<MeetingsModel>('meetings/meetings.njk');
const meetingView = view<MeetingModel>('meetings/meeting.njk');
const actionsView = view<ActionsModel>('meetings/actions/actions.njk');

const ofPerson = z.object({ registerId: z.string() });
const nothing = z.object({});

/** The meetings of a person, each with its notes, who was there, and what was agreed; and the actions of all of them. */
export const meetingPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetings,
    permission: 'history:read',
    audit: 'meetings-shown',
    params: ofPerson,
    query: z.object({ time: TIME }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const today = londonDate(context.clock());
      const [present, forms] = await Promise.all([standingOf(context, registerId), readForms(context.pool, registerId)]);
      const time = query.time === present.pathway ? undefined : query.time;
      const standing = time === undefined ? present : await standingOf(context, registerId, time);
      const may = (permission: Permission): boolean => time === undefined && viewer.permissions.has(permission);
      const names = await namesOfActors(context.pool, [...new Set(visitSources(forms))]);
      const model: MeetingsModel = {
        person: headerOf(present, today),
        subnav: subnavOf(present, 'meetings', viewer),
        book: may('events:write') ? paths.recordEvent({ registerId, type: 'meeting-scheduled' }) : null,
        meetings: standing.meetings
          .toSorted((a, b) => b.on.localeCompare(a.on))
          .map((meeting) => ({
            title: meetingHeading(meeting, standing.bornOn, today),
            state: stateOf(meeting),
            href: paths.meeting({ registerId, meeting: meeting.id }, { time }),
          })),
        visits: visitsShown(standing, forms, { names, today, mayWrite: may('people:write') }),
        over: time === undefined ? null : paths.meetings({ registerId }),
        earlier: time === undefined ? earlierOf(present, context.clock()) : [],
      };
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(meetingsView, model, { title: 'Meetings', registerId, section: 'register', crumbs }, { wordsOf: [registerId] });
    },
  }),
  page({
    method: 'get',
    path: paths.meeting,
    permission: 'history:read',
    audit: 'meetings-shown',
    params: ofPerson.extend({ meeting: z.string() }),
    query: z.object({ time: TIME }),
    answer: async ({ params: { registerId, meeting: id }, query, viewer }, context) => {
      const today = londonDate(context.clock());
      const present = await standingOf(context, registerId);
      const time = query.time === present.pathway ? undefined : query.time;
      const at = await meetingAt(context, registerId, id, time);
      const { standing, meeting } = at;
      const may = (permission: Permission): boolean => time === undefined && viewer.permissions.has(permission);
      const [asked, forms, events, others] = await Promise.all([
        readAsked(context.pool, registerId, standing.pathway),
        readForms(context.pool, registerId),
        readEvents(context.pool, registerId, standing.pathway),
        othersOf(context, standing),
      ]);
      const notes = notesAmong(forms, standing, id);
      const attendance = formIdOf('attendance', { registerId, pathway: standing.pathway, meeting: id });
      const names = await namesOfActors(context.pool, [...new Set(notes.versions.map(({ source }) => source))]);
      const who = peopleOf(forms.filter((form) => form.id === attendance));
      const mayRecord = may('events:write');
      const model: MeetingModel = {
        person: headerOf(present, today),
        subnav: subnavOf(present, 'meetings', viewer),
        missing: mightBeMissing(at, forms, others, { today, mayInvite: mayRecord && may('people:write'), mayAdd: may('people:write') }),
        // Its papers and its report are of the time in which it was held.
        review: time !== undefined ? null : await readReview(context, at, { forms, who, today, mayRecord }),
        ...meetingModel({
          ...{ standing, asked, meeting, notes, others, names, today, time },
          ...{ who, mayRecord, sheet: notesOf(meeting.kind) },
          actions: actionsInWords(standing, events, forms),
          mayWrite: may('people:write'),
        }),
      };
      const crumbs = [{ text: 'Meetings', href: paths.meetings({ registerId }, { time }) }];
      return shows(
        meetingView,
        model,
        { title: model.title, registerId, section: 'register', crumbs, wide: true },
        { wordsOf: [registerId] },
      );
    },
  }),
  page({
    method: 'get',
    path: paths.actions,
    permission: 'history:read',
    audit: 'actions-shown',
    params: ofPerson,
    query: nothing,
    answer: async ({ params: { registerId }, viewer }, context) => {
      const today = londonDate(context.clock());
      const standing = await standingOf(context, registerId);
      const [actions, others, asked] = await Promise.all([
        readActionsInWords(context.pool, standing),
        othersOf(context, standing),
        readAsked(context.pool, registerId, standing.pathway),
      ]);
      const mayRecord = viewer.permissions.has('events:write');
      const shown = actions.toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'));
      const rows = shown.map((action) => ({
        isOpen: action.status === 'open' || action.status === 'blocked',
        row: actionShown(action, { standing, asked, others, today, mayRecord }),
      }));
      const model: ActionsModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'actions', viewer),
        tell: mayRecord && rows.length > 0 ? paths.progress({ registerId }) : null,
        open: rows.filter(({ isOpen }) => isOpen).map(({ row }) => row),
        settled: rows.filter(({ isOpen }) => !isOpen).map(({ row }) => row),
      };
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(
        actionsView,
        model,
        { title: 'Actions', registerId, section: 'register', crumbs, wide: true },
        { wordsOf: [registerId] },
      );
    },
  }),
  ...notesPages,
  ...paperPages,
  ...filePages,
  ...papersPages,
  ...reportPages,
  ...whoPages,
  ...visitPages,
  ...actionPages,
  ...responsePages,
  ...insteadPages,
  ...everybodyPages,
];
