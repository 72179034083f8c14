import { ageGroupOn, ageOn } from '../../domain/calendar/ages';
import { daysBetween, londonDate, type Instant, isPlainDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { type Diagnosis, REFERRAL_SOURCES } from '../../domain/pathway/events';
import { askedFormSchema, type AskedForm } from '../../domain/forms/forms';
import type { TeamView } from '../../services/referrals/letterbox/reads';
import { diagnosisSaid } from '../../services/rules/area-teams';
import { type OnTheWay, STAGES, WAITING_A_PAGE, type WayIn, type WayInFilter } from '../../services/today/way-in';
import { dayText, daysText, momentText, shortDayText } from '../content/dates';
import { ratingTag, type RatingTag } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { teamsOf } from '../content/teams';
import { paths } from '../paths';
import { SOURCES, STAGE_WORDS } from './words';

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** Somebody on the way in. */
interface PersonRow {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  readonly age: string;
  /** How urgent whoever referred them thought it; null: nothing was said. */
  readonly suggested: RatingTag | null;
  readonly source: string;
  readonly waited: string;
  readonly since: string;
  readonly state: string;
  readonly owner: string;
  /** The teams that see somebody of their age, where several teams do: a concern about an adult is the adults’ team’s. */
  readonly teams: readonly string[];
  readonly act: { readonly words: string; readonly href: string };
}

/** A referral from somebody who may not know who is here. */
interface LetterRow {
  readonly href: string;
  readonly name: string;
  readonly received: string;
  readonly sender: string;
  readonly may: string;
  /** As of those on the way in. */
  readonly teams: readonly string[];
}

export interface ListModel {
  readonly refer: string;
  readonly letters: readonly LetterRow[];
  readonly moreLetters: boolean;
  readonly filter: {
    readonly action: string;
    readonly stage: readonly Choice[];
    readonly source: readonly Choice[];
    readonly age: readonly Choice[];
    readonly said: string;
    readonly all: string | null;
  };
  readonly rows: readonly PersonRow[];
  readonly empty: string | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
}

const choice = (value: string, text: string, present: string | undefined): Choice => ({ value, text, selected: value === (present ?? '') });

function actOf({ registerId, stage, deadline }: OnTheWay): string {
  if (stage === 'consent-decision') return paths.recordEvent({ registerId, type: 'consent-given' }, { deadline });
  if (stage === 'rating-decision') return paths.recordEvent({ registerId, type: 'rating-set' }, { deadline });
  return paths.recordTogether({ registerId, journey: 'decide-referral' });
}

const teamNames = (area: string, bornOn: PlainDate | null, diagnosis: Diagnosis | null, today: PlainDate): readonly string[] =>
  teamsOf(area, { ages: ageGroupOn(bornOn, today), diagnosis });

function rowOf(one: OnTheWay, today: PlainDate): PersonRow {
  const { registerId, restricted, stage, bornOn, referral, due } = one;
  const { state, act } = STAGE_WORDS[stage];
  const waited = daysBetween(one.since, today);
  return {
    registerId,
    href: paths.person({ registerId }),
    name: restricted ? RESTRICTED_NAME : (one.name ?? 'Name not known'),
    age: bornOn === null ? '' : String(ageOn(bornOn, today)),
    suggested: referral?.suggested ? ratingTag(referral.suggested) : null,
    source: referral ? SOURCES[referral.source] : restricted ? '' : 'No referral is recorded',
    waited: waited > 0 ? daysText(waited) : 'Since today',
    since: waited > 0 ? `since ${shortDayText(one.since)}` : '',
    state: due === null ? state : `${state} until ${shortDayText(due)}`,
    owner: one.owner ?? 'No owner',
    teams: restricted ? [] : teamNames(one.area, bornOn, null, today),
    act: { words: act, href: actOf(one) },
  };
}

/** Of what came from outside only what can be shown is. */
function nameOf({ person, registerId }: NonNullable<TeamView['referred']>): string {
  const name = (person as Readonly<Record<string, unknown>> | null)?.['name'];
  return typeof name === 'string' ? name : (registerId ?? 'Nobody was named');
}

/** What somebody answered on a public form; null: a system sent it, or it is not told. */
const answersIn = ({ asked }: TeamView): AskedForm['answers'] | null => (asked === null ? null : askedFormSchema.parse(asked).answers);

/** The day of birth of whom a system named, where it said one. */
function bornOnOf({ person, bornOn }: NonNullable<TeamView['referred']>): PlainDate | null {
  const said = (person as Readonly<Record<string, unknown>> | null)?.['bornOn'] ?? bornOn;
  return typeof said === 'string' && isPlainDate(said) ? said : null;
}

function letterOf(letter: TeamView, home: string, now: Instant): LetterRow {
  const { reference, receivedAt, sender, referred, candidates, code, area } = letter;
  const answers = answersIn(letter);
  const bornOn = answers?.bornOn ?? (referred && bornOnOf(referred));
  const count = candidates.length;
  return {
    href: paths.referral({ reference }),
    // Of one that may be about somebody whose record is restricted, who was named is not told.
    name: answers?.name ?? (referred === null ? RESTRICTED_NAME : nameOf(referred)),
    received: momentText(parseInstant(receivedAt), londonDate(now)),
    sender: code === null ? sender : `${sender}, ${code}`,
    may:
      count === 0
        ? 'Nobody like them was found'
        : count === 1
          ? 'May be somebody who is known here'
          : `May be one of ${count} who are known here`,
    teams: answers === null && referred === null ? [] : teamNames(area ?? home, bornOn, diagnosisSaid(answers?.diagnosis), londonDate(now)),
  };
}

/** What the list of referrals shows. `home`: the area whose a referral is that names none. */
export function listModel(
  { people, fit, all, lastDecided }: WayIn,
  asked: WayInFilter,
  letters: { readonly rows: readonly TeamView[]; readonly more: boolean; readonly home: string },
  now: Instant,
): ListModel {
  const { stage, source, age, page } = asked;
  const filtered = stage !== undefined || source !== undefined || age !== undefined;
  const from = (page - 1) * WAITING_A_PAGE;
  const to = (other: number): string => paths.referrals({ stage, source, age, page: other });
  return {
    refer: paths.refer(),
    letters: letters.rows.map((row) => letterOf(row, letters.home, now)),
    moreLetters: letters.more,
    filter: {
      action: paths.referrals(),
      stage: [choice('', 'All', stage), ...STAGES.map((one) => choice(one, STAGE_WORDS[one].state, stage))],
      source: [choice('', 'All', source), ...REFERRAL_SOURCES.map((one) => choice(one, SOURCES[one], source))],
      age: [choice('', 'All', age), choice('under-18', 'Under 18', age), choice('adult', 'Adults', age)],
      said: `${fit} of ${all} shown.`,
      all: filtered ? paths.referrals() : null,
    },
    rows: people.map((one) => rowOf(one, londonDate(now))),
    empty:
      people.length > 0
        ? null
        : all > 0
          ? 'Nobody fits this.'
          : `Nobody waits for a decision, for consent or for a rating.${lastDecided === null ? '' : ` The last decision was made on ${dayText(lastDecided)}.`}`,
    pages:
      fit <= WAITING_A_PAGE
        ? null
        : {
            previous: page > 1 ? to(page - 1) : null,
            next: from + people.length < fit ? to(page + 1) : null,
            said: `${from + 1} to ${from + people.length} of ${fit}`,
          },
  };
}
