import { z } from 'zod';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { foldUuids } from '../../domain/uuids';
import { EVERY_LOOK, readLooks } from '../../services/access/looks';
import { readMeetings, readNotices } from '../../services/pathway/belongings';
import { readEvents, wordsOf } from '../../services/pathway/events';
import { TemporalAway } from '../../services/pathway/history';
import type { Standing } from '../../services/pathway/standing';
import { readAskedOfSecond } from '../../services/pathway/second-person';
import { readTimeline } from '../../services/pathway/timeline';
import { actorOf } from '../../services/staff/viewers';
import { readMembers } from '../../services/staff/members';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { checkEntries, foundOf } from '../../services/upkeep/proof/of-person';
import { chainWords } from '../content/integrity';
import { secondPersonLines } from '../content/corrections';
import { NO_COURSE } from '../content/course';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';
import { type LookRow, lookRows, type Turns, turnsOf } from './looks-model';
import { fitting, pageOf, type Show, SHOWS, STORIES_A_PAGE, storiesOf, takenBack } from './stories';
import { daysOf, type StoryDay, storyHref } from './story-model';
import { courseOf, type CourseRun } from './workflow-model';

interface HistoryModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly action: string;
  readonly choices: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  readonly said: string;
  /** Whether the log is as it was written. */
  readonly chain: { readonly well: boolean; readonly text: string };
  readonly all: string | null;
  readonly workflow: string;
  readonly asWas: string;
  readonly days: readonly StoryDay[];
  /** Who looked, in the place of the story; null: the story is shown. */
  readonly looks: { readonly rows: readonly LookRow[]; readonly turns: Turns; readonly all: string } | null;
  readonly turns: { readonly newer: string | null; readonly older: string | null; readonly said: string } | null;
}

interface WorkflowModel {
  readonly registerId: string;
  readonly subnav: readonly SubItem[];
  readonly workflowId: string;
  readonly pathways: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  /** Why there is none to show. */
  readonly absent: string | null;
  readonly runs: readonly CourseRun[];
  readonly story: string;
  readonly steps: { readonly text: string; readonly href: string } | null;
}

const historyView = view<HistoryModel>('history/history.njk');
const workflowView = view<WorkflowModel>('history/workflow.njk');

const params = z.object({ registerId: z.string() });
const register = { text: 'Register', href: paths.register() };
const personCrumb = (registerId: string) => ({ text: registerId, href: paths.person({ registerId }) });
const SHOW_WORDS: Readonly<Record<Show, string>> = {
  events: 'Entries',
  deadlines: 'Deadlines',
  meetings: 'Meetings',
  consent: 'Consent',
  notices: 'Notices',
  looks: 'Looks at the record',
};

async function readStories({ pool }: WebContext, registerId: string, today: PlainDate) {
  const [events, lines] = await Promise.all([readEvents(pool, registerId, null), readTimeline(pool, registerId, null, today)]);
  return { events, stories: storiesOf(events, lines) };
}

/** The course of a pathway's workflow, or why there is none to show. */
async function readCourse({ histories }: WebContext, registerId: string, pathway: number) {
  if (!histories) return NO_COURSE.off;
  try {
    return (await histories.read(registerId, pathway)) ?? NO_COURSE.none;
  } catch (error) {
    if (error instanceof TemporalAway) return NO_COURSE.away;
    throw error;
  }
}

const pathwayText = (number: number, { pathway }: Standing): string =>
  number === pathway ? 'The present time on the pathway' : `Time ${number} on the pathway`;

export const historyPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.history,
    permission: 'history:read',
    audit: 'story-shown',
    params,
    query: z.object({
      show: z.preprocess((value) => (value === '' ? undefined : value), z.enum(SHOWS).optional()),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      // An event of which the page is sought: more may have been heard since the link was made.
      entry: z.string().optional(),
    }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const { pool, clock } = context;
      const today = londonDate(clock());
      const standing = await standingOf(context, registerId);
      const [{ events, stories }, meetings, notices, members, asked, entries, found] = await Promise.all([
        readStories(context, registerId, today),
        readMeetings(pool, registerId, null),
        readNotices(pool, registerId, null),
        readMembers(pool, null),
        readAskedOfSecond(pool, registerId),
        checkEntries(context, registerId),
        foundOf(pool, registerId),
      ]);
      const looks = query.show === 'looks' ? await readLooks(pool, { ...EVERY_LOOK, registerId, page: query.page }) : null;
      const wanted = query.show === 'looks' ? [] : fitting(stories, query.show, events);
      const turn = (query.entry === undefined ? null : pageOf(wanted, query.entry)) ?? query.page;
      const from = (turn - 1) * STORIES_A_PAGE;
      const shown = wanted.slice(from, from + STORIES_A_PAGE);
      const byActor = new Map(members.map(({ id, name }) => [actorOf({ id }), name]));
      const telling = {
        registerId,
        bornOn: standing.bornOn,
        today,
        stories,
        events,
        meetings,
        notices,
        taken: takenBack(events),
        names: new Map(members.map(({ id, name }) => [id, name])),
        second: new Map(asked.map((one) => [one.event, secondPersonLines(one, byActor, today)])),
      };
      const to = (number: number): string => paths.history({ registerId }, { show: query.show, page: number === 1 ? undefined : number });
      const model: HistoryModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'history', viewer),
        action: paths.history({ registerId }),
        choices: [
          { value: '', text: 'Everything', selected: query.show === undefined },
          ...SHOWS.map((value) => ({ value, text: SHOW_WORDS[value], selected: value === query.show })),
        ],
        said: looks ? turnsOf(looks, query.page, to).said : `${wanted.length} of ${stories.length} shown`,
        looks: looks && { rows: lookRows(looks), turns: turnsOf(looks, query.page, to), all: paths.looked({ registerId }) },
        chain: chainWords(entries, found, today),
        all: query.show === undefined ? null : paths.history({ registerId }),
        workflow: paths.workflow({ registerId }),
        asWas: paths.asWas({ registerId }),
        days: daysOf(shown, telling),
        turns:
          wanted.length <= STORIES_A_PAGE
            ? null
            : {
                newer: turn > 1 ? to(turn - 1) : null,
                older: from + shown.length < wanted.length ? to(turn + 1) : null,
                said: `${from + 1} to ${from + shown.length} of ${wanted.length}`,
              },
      };
      const around = { title: 'History', registerId, section: 'register', crumbs: [register], wide: true } as const;
      // What was typed in one entry stands in others too: the words of an action, the reason of a correction.
      return shows(historyView, model, around, { wordsOf: shown.length === 0 ? [] : wordsOf(events) });
    },
  }),
  page({
    method: 'get',
    path: paths.workflow,
    permission: 'history:read',
    audit: 'history-shown',
    params,
    query: z.object({
      pathway: z.coerce.number().int().min(1).max(1_000).optional(),
      steps: z.enum(['all']).optional(),
    }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const pathway = query.pathway ?? standing.pathway;
      const today = londonDate(context.clock());
      const [{ events, stories }, course] = await Promise.all([
        readStories(context, registerId, today),
        readCourse(context, registerId, pathway),
      ]);
      const known = new Set(events.flatMap(({ id, batch }) => (batch === null ? [id] : [id, batch])).map(foldUuids));
      const all = query.steps === 'all';
      const storyOf = (eventId: string): string | null => storyHref(registerId, stories, eventId);
      const named = (text: string, day: PlainDate): string => reviewsNamed(text, reviewName(standing.bornOn, day));
      const runs = typeof course === 'string' ? [] : courseOf(course, known, storyOf, all, named);
      const hidden = runs.reduce((sum, run) => sum + run.hidden, 0);
      const to = (number: number, steps?: 'all'): string =>
        paths.workflow({ registerId }, { pathway: number === standing.pathway ? undefined : number, steps });
      const model: WorkflowModel = {
        registerId,
        subnav: subnavOf(standing, 'history', viewer),
        workflowId: typeof course === 'string' ? '' : course.workflowId,
        pathways: standing.record.pathways.map(({ number }) => ({
          text: pathwayText(number, standing),
          href: to(number),
          current: number === pathway,
        })),
        absent: typeof course === 'string' ? course : null,
        runs,
        story: paths.history({ registerId }),
        steps: all
          ? { text: 'Leave out the steps of the machinery', href: to(pathway) }
          : hidden === 0
            ? null
            : { text: `Show the ${hidden} steps of the machinery too`, href: to(pathway, 'all') },
      };
      const crumbs = [register, personCrumb(registerId), { text: 'History', href: paths.history({ registerId }) }];
      return shows(workflowView, model, { title: 'The workflow’s own course', registerId, section: 'register', crumbs, wide: true });
    },
  }),
];
