import type { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import { actionSchema, meetingSchema, noticeSchema, readActions, readMeetings, readNotices } from '../../../services/pathway/belongings';
import { readDeadlines, tracedDeadlineSchema } from '../../../services/pathway/deadlines';
import { WITHHELD } from '../../../services/pathway/events';
import { lineJson, lineSchema } from '../../../services/pathway/lines';
import { pathwaySchema, readPathway } from '../../../services/pathway/pathways';
import { readTimeline } from '../../../services/pathway/timeline';
import type { Shape } from '../../../services/shapes/shape';
import type { ApiContext } from '../../context';
import { keptFrom } from '../../common/restricted';
import { noBody, type Route, route } from '../../http/route';
import { missingPathway } from '../../common/missing-pathway';
import { pathwayQuery, personParams } from '../../schemas/common';
import { wholeList } from '../../schemas/lists';

const getPathway = route({
  method: 'get',
  path: '/pathways/:registerId',
  permission: 'pathways:read',
  audit: 'pathway-shown',
  summary: 'A pathway as it stands: rating, setting, what is owed',
  description:
    'The latest pathway of the person, or with `pathway` an earlier one. `openDeadlines` are all that is still owed, open or missed, as of today in London.',
  params: personParams,
  query: pathwayQuery,
  body: noBody,
  answers: { 200: { description: 'The pathway', schema: pathwaySchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-pathway'],
  handle: async ({ params: { registerId }, query: { pathway } }, context) => {
    const found = await readPathway(context.pool, registerId, pathway ?? null, londonDate(context.clock()));
    if (!found) throw await missingPathway(context, registerId);
    return { status: 200, body: found };
  },
});

interface Belonging<S extends z.ZodType> {
  readonly name: string;
  readonly permission: 'pathways:read' | 'deadlines:read';
  readonly summary: string;
  readonly description: string;
  readonly item: S;
  readonly read: (context: ApiContext, registerId: string, pathway: number | null) => Promise<readonly Shape<S>[]>;
  /** Whether an item shows words that somebody typed. */
  readonly wordy?: (item: Shape<S>) => boolean;
  /** An item of a record that is restricted, as those read it who are not told what somebody typed. */
  readonly withoutWords?: (item: Shape<S>) => Shape<S>;
}

/** A whole list of what belongs to one person; an empty one is told from a person or pathway that is not there. */
const belonging = <S extends z.ZodType>({
  name,
  permission,
  summary,
  description,
  item,
  read,
  wordy = () => false,
  withoutWords,
}: Belonging<S>): Route => {
  // The items are held to their shape by `read`; of a list whose name is not known here the compiler could say no more.
  const schema: z.ZodType = wholeList(name, item);
  return route({
    method: 'get',
    path: `/pathways/:registerId/${name}`,
    permission,
    audit: `${name}-shown`,
    summary,
    description: `${description} The whole list, of all pathways of the person, or with \`pathway\` of one.`,
    params: personParams,
    query: pathwayQuery,
    body: noBody,
    answers: { 200: { description: summary, schema } },
    problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-pathway'],
    handle: async ({ params: { registerId }, query, caller }, context) => {
      const pathway = query.pathway ?? null;
      const whole = await read(context, registerId, pathway);
      const items = withoutWords && (await keptFrom(context, caller)).has(registerId) ? whole.map(withoutWords) : whole;
      if (items.length === 0 && !(await readPathway(context.pool, registerId, pathway, londonDate(context.clock())))) {
        throw await missingPathway(context, registerId);
      }
      return { status: 200, body: { registerId, [name]: items }, wordsOf: items.some(wordy) ? [registerId] : [] };
    },
  });
};

/** What is read about one person, but for events and the workflow's history. */
export const personRoutes: readonly Route[] = [
  getPathway,
  belonging({
    name: 'deadlines',
    permission: 'deadlines:read',
    summary: 'Every deadline, with the reasoning that made its date',
    description: 'By pathway and due date, those without a date last. `trace` is a list of codes with their figures.',
    item: tracedDeadlineSchema,
    read: (context, registerId, pathway) => readDeadlines(context.pool, registerId, pathway, londonDate(context.clock())),
  }),
  belonging({
    name: 'timeline',
    permission: 'pathways:read',
    summary: 'All that happened, in order of time',
    description: 'The lines of the timeline: events, ratings, deadlines, steps, notices and warnings.',
    item: lineSchema,
    read: async (context, registerId, pathway) =>
      (await readTimeline(context.pool, registerId, pathway, londonDate(context.clock()))).map(lineJson),
  }),
  belonging({
    name: 'meetings',
    permission: 'pathways:read',
    summary: 'Meetings planned, held and cancelled',
    description: 'By pathway and day.',
    item: meetingSchema,
    read: (context, registerId, pathway) => readMeetings(context.pool, registerId, pathway),
    wordy: ({ place }) => place !== null && place !== WITHHELD,
    withoutWords: (meeting) => ({ ...meeting, place: meeting.place === null ? null : WITHHELD }),
  }),
  belonging({
    name: 'actions',
    permission: 'pathways:read',
    summary: 'Actions agreed at meetings',
    description: 'By pathway and due date, those without one last.',
    item: actionSchema,
    read: (context, registerId, pathway) => readActions(context.pool, registerId, pathway),
  }),
  belonging({
    name: 'notices',
    permission: 'pathways:read',
    summary: 'Notices wanted and sent',
    description: 'In the order in which they were wanted, one for each recipient, with what became of it.',
    item: noticeSchema,
    read: (context, registerId, pathway) => readNotices(context.pool, registerId, pathway),
  }),
];
