import { addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { isCetr, type MeetingKind } from '../../domain/pathway/events';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import { ENDINGS } from '../../domain/pathway/judge/judge';
import { traitsOf } from '../../domain/pathway/kinds';
import { standing as standingFacts } from '../../domain/pathway/place';
import { snapshotAt } from '../../domain/pathway/present';
import type { CoreContext, Line } from '../../domain/pathway/types';
import type { Standing } from '../../services/pathway/standing';
import { dayText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { meetingTitle } from '../content/meetings';
import { ratingTag, type RatingTag } from '../content/ratings';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { element, mark, type MarkState, type Shape } from '../parts/drawing';
import { drawYear } from './year-picture';

interface Band {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly colour: RatingTag['colour'] | 'stay';
  readonly text: string;
}
interface Mark {
  readonly on: PlainDate;
  readonly shape: Shape;
  readonly state: MarkState;
  readonly what: string;
}
/** One sort of thing, over the time. */
export interface Lane {
  readonly name: string;
  readonly bands: readonly Band[];
  readonly marks: readonly Mark[];
}

export interface YearModel {
  readonly wide: string;
  readonly ahead: string;
  readonly back: string;
  readonly legend: readonly { readonly picture: string; readonly text: string }[];
  /** The same in words. */
  readonly rows: readonly { readonly when: string; readonly what: string; readonly how: string }[];
}

/**
 * What a rating was from when to when, by the days on which its changes were recorded. An end writes no change: the last rating of a pathway lasts
 * until that was recorded. `ends`: the days on which the ends of pathways were.
 */
function ratingBands(lines: readonly Line[], ends: ReadonlyMap<number, PlainDate>, today: PlainDate): Band[] {
  const changes = lines.flatMap((line) =>
    line.what === 'rating' ? [{ on: londonDate(line.at), rating: line.rating, pathway: line.pathway }] : [],
  );
  return changes.flatMap(({ on, rating, pathway }, index): Band[] => {
    const { colour, word } = ratingTag(rating);
    const next = changes.slice(index + 1).find((other) => other.pathway === pathway);
    const to = next?.on ?? ends.get(pathway) ?? today;
    return rating === null || to < on ? [] : [{ from: on, to, colour, text: word }];
  });
}

const meetingShape = (kind: MeetingKind): Shape => (kind === 'laep' ? 'triangle' : isCetr(kind) ? 'diamond' : 'circle');
const isReview = (kind: DeadlineKind): boolean => traitsOf(kind).metBy?.some((one) => isCetr(one)) ?? false;
const HOW: Readonly<Record<MarkState, string>> = { done: 'happened', due: 'date set', missed: 'not done in time' };

const sign = (shape: Shape, state: MarkState): string =>
  element(
    'svg',
    { class: 'app-legend__mark', viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true', focusable: 'false' },
    { children: [mark(shape, state, 10, 10, 7)] },
  );
const LEGEND: YearModel['legend'] = [
  { picture: sign('circle', 'done'), text: 'happened' },
  { picture: sign('circle', 'due'), text: 'date set' },
  { picture: sign('circle', 'missed'), text: 'not done in time' },
  { picture: sign('diamond', 'done'), text: 'C(E)TR' },
  { picture: sign('triangle', 'done'), text: 'urgent meeting (LAEP)' },
  { picture: sign('square', 'done'), text: 'visit' },
  { picture: sign('flag', 'due'), text: 'action or task' },
];

/** Somebody's lanes: what happened over all their pathways, and what is due of the present one. */
export function lanesOf(core: CoreContext, person: Standing, lines: readonly Line[], now: Instant): readonly Lane[] {
  const today = londonDate(now);
  const named = (text: string): string => reviewsNamed(text, reviewName(person.bornOn, today));
  const snapshots = person.record.pathways
    .filter(({ log }) => log.length > 0)
    .map(({ number }) => snapshotAt(core, person.record, now, number));
  const ends = new Map(
    person.record.pathways.flatMap(({ number, log }) => {
      const end = standingFacts(log).find(({ fact }) => (ENDINGS as readonly string[]).includes(fact.type));
      return end ? [[number, londonDate(end.at)] as const] : [];
    }),
  );
  const facts = person.record.pathways
    .flatMap(({ log }) => standingFacts(log))
    .map(({ fact, at }) => ({ fact, on: fact.on ?? londonDate(at) }));
  const meetings = snapshots
    .flatMap((snapshot) => snapshot.meetings)
    .filter(({ status, on }) => status === 'held' || (status === 'scheduled' && on >= today));
  const owed = [...person.snapshot.deadlines.values()].flatMap(({ owed: isOwed, due, kind, soft }) =>
    isOwed && due !== null ? [{ kind, due, soft }] : [],
  );
  const due = (of: (kind: DeadlineKind) => boolean, shape: Shape): Mark[] =>
    owed
      .filter(({ kind }) => of(kind))
      .map(({ kind, due: on, soft }) => ({ on, shape, state: on < today && !soft ? 'missed' : 'due', what: named(kindWords(kind).title) }));
  const meetingMarks = (of: (kind: MeetingKind) => boolean): Mark[] =>
    meetings
      .filter(({ kind }) => of(kind))
      .map(({ kind, on, status }) => ({
        on,
        shape: meetingShape(kind),
        state: status === 'held' ? 'done' : 'due',
        what: named(meetingTitle(kind)),
      }));
  const review = (kind: MeetingKind): boolean => isCetr(kind) || kind === 'laep';
  const visits: Mark[] = facts.flatMap(({ fact, on }) =>
    fact.type === 'visit-held' ? [{ on, shape: 'square', state: 'done', what: 'Visit' }] : [],
  );
  const consents: Mark[] = facts.flatMap(({ fact, on }) =>
    fact.type === 'consent-given' && fact.scope.includes('register')
      ? [{ on, shape: 'circle', state: 'done', what: 'Consent to the register' }]
      : [],
  );
  const stays = snapshots
    .flatMap((snapshot) => snapshot.stays)
    .map((stay): Band => ({ from: stay.admittedOn, to: stay.dischargedOn ?? today, colour: 'stay', text: 'In hospital' }));
  const isConsent = (kind: DeadlineKind): boolean => kind.startsWith('consent-');
  const isElsewhere = (kind: DeadlineKind): boolean => isReview(kind) || kind === 'mam' || kind === 'oversight-visit' || isConsent(kind);
  return [
    { name: 'Rating as recorded', bands: ratingBands(lines, ends, today), marks: [] },
    { name: 'In hospital', bands: stays, marks: [] },
    { name: named('C(E)TRs and LAEPs'), bands: [], marks: [...meetingMarks(review), ...due(isReview, 'diamond')] },
    { name: 'Other meetings', bands: [], marks: [...meetingMarks((kind) => !review(kind)), ...due((kind) => kind === 'mam', 'circle')] },
    { name: 'Visits', bands: [], marks: [...visits, ...due((kind) => kind === 'oversight-visit', 'square')] },
    { name: 'Actions and tasks', bands: [], marks: due((kind) => !isElsewhere(kind), 'flag') },
    { name: 'Consent', bands: [], marks: [...consents, ...due(isConsent, 'circle')] },
  ];
}

/** The year back and the year ahead as pictures, wide and for a phone, and as a list that says the same. */
export function yearModel(core: CoreContext, person: Standing, lines: readonly Line[], now: Instant): YearModel {
  const today = londonDate(now);
  const [from, to] = [addMonths(today, -12), addMonths(today, 12)];
  const lanes = lanesOf(core, person, lines, now);
  const draw = (id: string, span: { from: PlainDate; to: PlainDate }, width: number, names: 'side' | 'above', title: string): string =>
    drawYear({ lanes, today, ...span, width, names, title: `${title} The same as a list is below.`, id });
  const rows = lanes.flatMap(({ bands, marks }) => [
    ...bands.map((band) => ({
      on: band.from,
      what: band.colour === 'stay' ? band.text : `Rated ${band.text.toLowerCase()}, as recorded`,
      how: `${band.to === today ? 'until today' : `until ${dayText(band.to)}`}`,
    })),
    ...marks.map(({ on, what, state }) => ({ on, what, how: HOW[state] })),
  ]);
  return {
    wide: draw('year-wide', { from, to }, 1140, 'side', 'The 12 months before today and the 12 months ahead.'),
    ahead: draw('year-ahead', { from: today, to }, 320, 'above', 'The 12 months ahead.'),
    back: draw('year-back', { from, to: today }, 320, 'above', 'The 12 months before today.'),
    legend: LEGEND.map(({ picture, text }) => ({ picture, text: reviewsNamed(text, reviewName(person.bornOn, today)) })),
    rows: rows
      .filter(({ on }) => on >= from && on <= to)
      .toSorted((a, b) => a.on.localeCompare(b.on))
      .map(({ on, what, how }) => ({ when: dayText(on), what, how })),
  };
}
