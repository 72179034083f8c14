import type { Instant } from '../../calendar/dates';
import { noticesOfRefusal, noticesWanted } from '../../notices/wanted';
import { reachesBeyondKnownHolidays } from '../../rules/ladder';
import { NO_GRANTS } from '../consents';
import { compareText, deadlineLines, type DeadlineLine } from './deadline-lines';
import { dueSteps, progressKey } from './steps';
import type {
  Audience,
  CoreContext,
  Deadline,
  Hearing,
  Line,
  LineBody,
  LogEntry,
  PathwayRecord,
  PersonRecord,
  Refusal,
  Snapshot,
  StepProgress,
  Warning,
} from '../types';

/** One group of lines: an event or a batch, or all wake-ups of one instant. */
export interface Group {
  readonly record: PersonRecord;
  readonly pathway: PathwayRecord;
  /** Null: nothing had been heard on this pathway. */
  readonly before: Snapshot | null;
  readonly after: Snapshot;
  readonly at: Instant;
  readonly applied: readonly LogEntry[];
}

type StepLine = Extract<LineBody, { what: 'step' }>;
type WarningLine = Extract<LineBody, { what: 'warning' }>;

const NOTHING: Snapshot = {
  rating: null,
  inpatient: false,
  stays: [],
  onRegister: false,
  eligibility: null,
  registerConsent: false,
  grants: NO_GRANTS,
  familyContact: null,
  leftRegister: false,
  consentLapsed: false,
  ended: null,
  deadlines: new Map(),
  meetings: [],
  actions: [],
  warnings: [],
  ruleSet: '',
};

/** Composes the lines of a group in the order of contract section 3, and tells how far the steps have gone with it. */
export function groupLines(context: CoreContext, group: Group): { lines: Line[]; progress: StepProgress } {
  const { before, after, at, applied, pathway } = group;
  const events = applied.map(({ id, fact, at: heardAt }): LineBody => ({
    what: 'event-applied',
    type: fact.type,
    event: id,
    ...(heardAt === at ? {} : { received: heardAt }),
  }));
  const rating: LineBody[] =
    after.rating !== (before?.rating ?? null) && !endsHere(group) ? [{ what: 'rating', rating: after.rating }] : [];
  const deadlines = deadlineLines(before, after);
  const { steps, progress } = stepsDue(context, group);
  const bodies: LineBody[] = [...events, ...rating, ...deadlines, ...steps];
  const wanted = noticesWanted({
    lines: bodies,
    applied,
    log: pathway.log,
    before: before ?? { ...NOTHING, ruleSet: after.ruleSet },
    after,
  });
  const requests = wanted.meetingRequested
    .map((one): Extract<LineBody, { what: 'meeting-requested' }> => ({ what: 'meeting-requested', ...one }))
    .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.deadline, b.deadline));
  const notices = wanted.notices
    .map((one): Extract<LineBody, { what: 'notice' }> => ({ what: 'notice', ...one }))
    .sort(
      (a, b) => compareText(a.notice, b.notice) || compareText(a.deadline ?? '', b.deadline ?? '') || compareText(a.audience, b.audience),
    );
  const all = [...bodies, ...requests, ...notices, ...warnings(context, group, deadlines)];
  return { lines: all.map((body) => ({ at, pathway: pathway.number, ...body })), progress };
}

/** The lines of a refusal: an event or a batch that is kept, and changed nothing. */
export function refusalLines(heard: Hearing, refusal: Refusal, pathway: number): Line[] {
  const types = heard.facts.map(({ type }) => type);
  const refused = types.map((type, index): LineBody => ({
    what: 'event-refused',
    type,
    event: heard.batch ? `${heard.id}/${index + 1}` : heard.id,
    reason: refusal.code,
    ...(heard.received === undefined ? {} : { received: heard.received }),
  }));
  const notices = noticesOfRefusal(heard.id, types).map((one): LineBody => ({ what: 'notice', ...one }));
  return [...refused, ...notices].map((body) => ({ at: heard.at, pathway, ...body }));
}

/** The end of a pathway writes no rating (contract section 3). */
const endsHere = ({ before, after }: Group): boolean => after.ended !== null && !before?.ended;

/** The steps that fire, each once for a deadline and due date, and how far the steps have gone with them. */
function stepsDue(context: CoreContext, { record, pathway, after, at }: Group): { steps: StepLine[]; progress: StepProgress } {
  const gone: Record<string, Instant> = {};
  const owned = isOwned(record, pathway.number, at);
  const steps: StepLine[] = [];
  for (const deadline of after.deadlines.values()) {
    const fired = dueSteps(context, { pathway, ruleSet: after.ruleSet, minutes: record.minutes }, deadline, at);
    if (!fired) continue;
    gone[progressKey(deadline)] = fired.takenTo;
    for (const { step, audience } of fired.steps)
      steps.push({
        what: 'step',
        deadline: deadline.id,
        kind: deadline.kind,
        step,
        audience: audience === 'owner' ? ownerOf(deadline, after, owned) : audience,
        due: deadline.due,
      });
  }
  steps.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.deadline, b.deadline) || compareText(a.audience, b.audience));
  return { steps, progress: { ...pathway.progress, ...gone } };
}

/** Whose a piece of work is: the team's where nobody owns the pathway. After consent to the register is lost the clocks of a stay are the commissioner's alone (contract 6.11(4)). */
function ownerOf(deadline: Deadline, { leftRegister }: Snapshot, owned: boolean): Audience {
  if (deadline.ofStay && leftRegister) return 'commissioner';
  return owned ? 'owner' : 'team';
}

/** Whether somebody owns a pathway at an instant: as was said last of it. */
const isOwned = ({ owned = [] }: PersonRecord, pathway: number, at: Instant): boolean =>
  owned.findLast((one) => one.pathway === pathway && one.from <= at)?.owned === true;

/** What wants a person's eye and was not said before: about facts, and about dates beyond the known bank holidays. */
function warnings(context: CoreContext, { before, after }: Group, lines: readonly DeadlineLine[]): WarningLine[] {
  const keyOf = ({ code, subject, deadline }: Warning): string => `${code}|${subject}|${deadline ?? ''}`;
  const said = new Set(before?.warnings.map(keyOf));
  const about = new Map(after.warnings.map((warning) => [keyOf(warning), warning]));
  const ofFacts = [...about]
    .filter(([key]) => !said.has(key))
    .map(([, { code, subject, deadline }]): WarningLine => ({
      what: 'warning',
      code,
      event: subject,
      ...(deadline === undefined ? {} : { deadline }),
    }));
  const { ladders } = context.ruleSet(after.ruleSet);
  const ofDates = lines.flatMap(({ what, deadline, due }): WarningLine[] => {
    if (what !== 'deadline-opened' && what !== 'deadline-moved') return [];
    const ladder = ladders[after.deadlines.get(deadline)?.ladder ?? ''] ?? [];
    return reachesBeyondKnownHolidays(ladder, due, context.holidays) ? [{ what: 'warning', code: 'holidays-not-known', deadline }] : [];
  });
  return [...ofFacts, ...ofDates].sort(
    (a, b) => compareText(a.code, b.code) || compareText(a.deadline ?? a.event ?? '', b.deadline ?? b.event ?? ''),
  );
}
