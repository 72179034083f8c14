import { ageGroupOn } from '../../domain/calendar/ages';
import { type Instant, isPlainDate, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { storedContacts } from '../../services/people/contacts';
import { askedFormSchema, type AskedForm } from '../../domain/forms/forms';
import { diagnosisSaid } from '../../services/rules/area-teams';
import type { TeamView } from '../../services/referrals/letterbox/reads';
import { dayText, momentText } from '../content/dates';
import { ratingTag } from '../content/ratings';
import { teamsOf } from '../content/teams';
import { byText } from '../content/sources';
import { paths } from '../paths';
import type { Known } from './known';
import { type AnswerShown, answersOf } from '../asking/model';
import { ASKED_TITLES } from '../content/asked';
import { CHANGE_URGENCIES, type Rating, RATINGS } from '../../domain/pathway/events';
import { ROLES, SOON, SOURCES } from './words';

/** What somebody typed or chose about a referral, given back where something is wrong. */
export interface Answers {
  readonly is: string;
  readonly reason: string;
  readonly tell: boolean;
  /** How soon somebody must look, where their pathway is open; empty: not said. */
  readonly urgency: string;
  /** The day of birth as it was typed, by its parts. */
  readonly born: readonly string[];
  readonly problem: string;
  /** The field that it is about. */
  readonly field: 'is' | 'reason' | 'urgency' | 'born-day';
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly hint: string;
  /** The hint is somebody's name. */
  readonly isName: boolean;
  readonly chosen: boolean;
}

export interface OneModel {
  readonly received: string;
  readonly title: string;
  /** As it was sent; empty: it is not told, or it was decided and is no longer kept here. */
  readonly sent: readonly { readonly label: string; readonly value: string; readonly isName: boolean }[];
  /** What somebody answered on the public form, each line by itself; empty: a system sent it. */
  readonly asked: readonly AnswerShown[];
  /** The teams that see somebody of their age and diagnosis, where several teams do. */
  readonly teams: readonly string[];
  /** It was answered in easy words: whoever answers writes and speaks so. */
  readonly easyRead: boolean;
  /** Why it is not told; null: it is. */
  readonly withheld: string | null;
  readonly known: readonly Known[];
  /** What became of it; null: somebody still has to say. */
  readonly decided: string | null;
  readonly taken: { readonly registerId: string; readonly href: string } | null;
  readonly form: {
    readonly action: string;
    readonly choices: readonly Choice[];
    readonly reason: string;
    readonly tell: boolean;
    /** Nobody is told a register id by a public form. */
    readonly mayTell: boolean;
    /** Asked where the form left out when somebody new was born; null: it did not. */
    readonly born: readonly { readonly name: string; readonly part: string; readonly value: string }[] | null;
    /** Asked where one of those whom it may be about has an open pathway; null: none has. */
    readonly urgency: readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[] | null;
    readonly error: Pick<Answers, 'problem' | 'field'> | null;
  } | null;
}

/** Of what came from outside only what can be shown is. */
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const dayOf = (value: unknown): string | null => (typeof value === 'string' && isPlainDate(value) ? dayText(value) : null);

function sentOf({ referred }: TeamView): OneModel['sent'] {
  if (referred === null) return [];
  const person = (referred.person ?? {}) as Readonly<Record<string, unknown>>;
  const event = referred.event as Readonly<Record<string, unknown>>;
  const { source, suggestedRating } = event;
  const rows: (readonly [string, string | null])[] = [
    ['Name', textOf(person['name'])],
    ['Register id', referred.registerId],
    ['Date of birth', dayOf(person['bornOn'] ?? referred.bornOn)],
    ['NHS number', textOf(person['nhsNumber'])],
    ['Referred by', typeof source === 'string' && Object.hasOwn(SOURCES, source) ? SOURCES[source as keyof typeof SOURCES] : null],
    ['Suggested rating', RATINGS.some((rating) => rating === suggestedRating) ? ratingTag(suggestedRating as Rating).word : null],
    ['Made', dayOf(event['on'])],
    ...storedContacts(person['contacts']).map(({ name, role, email, phone }): [string, string] => [
      ROLES[role],
      [name, email, phone].filter(Boolean).join(', '),
    ]),
  ];
  const roles = new Set<string>(Object.values(ROLES));
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value, isName: label === 'Name' || roles.has(label) }]));
}

/** The form on which somebody asked for help; null: a system sent it, or it is kept no longer. */
function formIn({ asked }: TeamView): AskedForm | null {
  return asked === null ? null : askedFormSchema.parse(asked);
}

const BORN = ['Day', 'Month', 'Year'].map((part) => ({ part, name: `born-${part.toLowerCase()}` }));

function decidedText(
  { status, decidedAt, decidedBy, reason, told }: TeamView,
  names: ReadonlyMap<string, string>,
  today: PlainDate,
): string | null {
  if (status === 'received') return null;
  const what = status === 'matched' ? 'Taken' : 'Not taken';
  const when = decidedAt === null ? '' : ` ${momentText(parseInstant(decidedAt), today)}`;
  const by = decidedBy === null ? '' : ` ${byText(decidedBy, names)}`;
  return `${what}${when}${by}.${reason === null ? '' : ` ${reason}`}${told ? ' Its sender is told the register id.' : ''}`;
}

/** What the page of a referral from outside shows. `names`: of members of staff, by their ids; `mayDecide`: whether the reader may say who it is about. */
export function oneModel(
  referral: TeamView,
  known: readonly Known[],
  names: ReadonlyMap<string, string>,
  { mayDecide, anyOpen }: { readonly mayDecide: boolean; readonly anyOpen: boolean },
  answers: Answers | null,
  now: Instant,
): OneModel {
  const { reference, receivedAt, sender, referred, registerId, status, code } = referral;
  const form = formIn(referral);
  const withheld = referred === null && form === null && status === 'received' && known.some(({ restricted }) => restricted);
  const chosen = answers?.is ?? registerId ?? '';
  return {
    title: code === null ? 'Referral from outside' : `${ASKED_TITLES[form?.kind ?? 'self-referral']} ${code}`,
    received: `${momentText(parseInstant(receivedAt), londonDate(now))}, from ${sender}`,
    asked: form ? answersOf(form) : [],
    teams:
      form === null || referral.area === null
        ? []
        : teamsOf(referral.area, {
            ages: ageGroupOn(form.answers.bornOn ?? null, londonDate(now)),
            diagnosis: diagnosisSaid(form.answers.diagnosis),
          }),
    easyRead: form?.answers.easyRead ?? false,
    sent: sentOf(referral),
    withheld: withheld
      ? 'It may be about somebody whose record is restricted. Who was named is shown to whoever has that record open: open it first, with a reason.'
      : null,
    known,
    decided: decidedText(referral, names, londonDate(now)),
    taken: registerId === null ? null : { registerId, href: paths.person({ registerId }) },
    form:
      status !== 'received' || withheld || !mayDecide
        ? null
        : {
            action: paths.referralDecide({ reference }),
            choices: [
              ...known.map(({ registerId: id, name }) => ({
                value: id,
                text: `They are ${id}`,
                hint: name,
                isName: true,
                chosen: chosen === id,
              })),
              ...(registerId !== null || !(referred?.person || form)
                ? []
                : [
                    {
                      value: 'new',
                      text: 'They are somebody else, who is not on file',
                      hint: 'A new record begins with this referral',
                      isName: false,
                      chosen: chosen === 'new',
                    },
                  ]),
              ...(registerId !== null
                ? []
                : [
                    {
                      value: 'not-taken',
                      text: 'The referral is not taken',
                      hint: 'It is about nobody whom this service is for, or it was sent by mistake. What was sent is not kept',
                      isName: false,
                      chosen: chosen === 'not-taken',
                    },
                  ]),
            ],
            reason: answers?.reason ?? '',
            tell: answers?.tell ?? false,
            mayTell: code === null,
            born:
              form && form.answers.bornOn === undefined ? BORN.map((one, index) => ({ ...one, value: answers?.born[index] ?? '' })) : null,
            urgency:
              form && form.kind !== 'review-request' && anyOpen
                ? CHANGE_URGENCIES.map((value) => ({ value, text: SOON[value], chosen: answers?.urgency === value }))
                : null,
            error: answers && { problem: answers.problem, field: answers.field },
          },
  };
}
