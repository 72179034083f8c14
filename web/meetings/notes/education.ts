import { isPlainDate, type PlainDate } from '../../../domain/calendar/dates';
import type { Sheet, SheetAnswers, SheetSection } from '../../../domain/forms/sheets/sheet';
import { MOST_OF_NAME } from '../../../domain/forms/meetings';
import { reviewName } from '../../../domain/meetings/review-name';
import type { MeetingSheetKind } from '../../../domain/forms/sheets/sheets';
import { presentSheet, sheetOf } from '../../../domain/forms/sheets/sheets';
import { readSheet, type SheetVersion } from '../../../services/forms/sheets';
import type { ActionInWords } from '../../../services/meetings/actions/in-words';
import type { WebContext } from '../../app/context';
import { answersOf } from '../../forms/answers';
import { paths } from '../../paths';
import { type Typed, typedDay } from '../../record/fields';

const [EDUCATION, REFERRAL, IN_REFERRAL] = ['education', 'referral', 'ehc-plan'];

/** As an address names that the form is to be filled in with this. */
export const EHC_ASSESSMENT = 'ehc-assessment';
const WHAT = 'Ask the local authority for an EHC needs assessment';

/** By these a recommendation is known as this one, however it was worded. */
const NAMES_IT = /\bEHC|education, health and care/i;

interface Found {
  readonly kind: MeetingSheetKind;
  readonly answers: SheetAnswers;
  /** Null: not known. */
  readonly bornOn: PlainDate | null;
  readonly on: PlainDate;
  readonly at: { readonly registerId: string; readonly meeting: string };
  readonly actions: readonly ActionInWords[];
}

/**
 * Where the recommendation is added that a review found: that an EHC needs assessment be asked for. Null: it did not find that, it is recommended
 * already, or the person is too old for a plan on the day of the review.
 */
export function assessmentToAdd({ kind, answers, bornOn, on, at, actions }: Found): { section: string; text: string; href: string } | null {
  if (kind !== 'cetr' || answers[EDUCATION]?.['ask'] !== 'yes' || reviewName(bornOn, on) === 'CTR') return null;
  const isThere = actions.some((one) => one.meeting === at.meeting && one.section === EDUCATION && NAMES_IT.test(one.what ?? ''));
  return isThere
    ? null
    : {
        section: EDUCATION,
        text: 'Add as a recommendation: ask for an EHC needs assessment',
        href: paths.meetingAction(at, { section: EDUCATION, for: EHC_ASSESSMENT }),
      };
}

/** The form of that recommendation, filled in with what the notes say of who asks, and by when. */
export function assessmentTyped(answers: SheetAnswers): Typed {
  const { who, by } = answers[EDUCATION] ?? {};
  const due = typeof by === 'string' && isPlainDate(by) ? typedDay('due', by) : {};
  const body = typeof who === 'string' && who.length <= MOST_OF_NAME ? { body: who } : {};
  return { ...due, ...body, section: EDUCATION, what: WHAT, category: 'education' };
}

/**
 * What is said in another place of what a section of the notes asks, as a hint by the name of its question: of an EHC plan what the referral says.
 * Throws where the database is away.
 */
export async function saidElsewhere(
  { pool }: WebContext,
  registerId: string,
  { kind }: Sheet<MeetingSheetKind>,
  { code }: SheetSection,
): Promise<ReadonlyMap<string, { readonly hint: string }>> {
  if (kind !== 'cetr' || code !== EDUCATION) return new Map();
  const last = (await readSheet(pool, registerId, REFERRAL)).at(-1);
  const said = last === undefined ? null : saidOfPlan(last);
  return new Map(said === null ? [] : [['status', { hint: `The referral says: ${said}` }]]);
}

function saidOfPlan(last: SheetVersion): string | null {
  const sheet = sheetOf({ kind: REFERRAL, edition: last.edition }) ?? presentSheet(REFERRAL);
  const section = sheet?.sections.find(({ fields }) => fields.some(({ name }) => name === IN_REFERRAL));
  const field = section?.fields.find(({ name }) => name === IN_REFERRAL);
  if (!section || !field) return null;
  const [said] = answersOf({ ...section, fields: [field] }, last.answers[section.code] ?? {});
  return said?.lines.join(', ') ?? null;
}
