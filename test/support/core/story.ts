import type { Line } from '../../../domain/pathway/types';
import { rehearseCore } from '../../../services/rehearsal/rehearsal-core';
import type { Scenario } from '../../../services/rehearsal/scenario';
import { consent, eligible, type Said } from './facts';

const LOCAL = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant (milliseconds) as London's clock shows it: `2026-10-01 19:30`. */
export function londonTime(at: number): string {
  const part = Object.fromEntries(LOCAL.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}`;
}

type Is<W> = Extract<Line, { readonly what: W }>;
type DeadlineLine = Is<
  'deadline-opened' | 'deadline-moved' | 'deadline-met' | 'deadline-late' | 'deadline-missed' | 'deadline-excused' | 'deadline-superseded'
>;
const isDeadline = (line: Line): line is DeadlineLine => line.what.startsWith('deadline-');
const noDate = (due: string | null | undefined): string => due ?? 'no date';

/** What a story came to, in words that a test can compare with what a hand worked out. */
export class Timeline {
  constructor(
    readonly lines: readonly Line[],
    readonly summary: ReturnType<typeof rehearseCore>['summary'],
  ) {}

  private of<W extends Line['what']>(what: W): Is<W>[] {
    return this.lines.filter((line): line is Is<W> => line.what === what);
  }

  /** The deadline lines, of one kind or all, in order. */
  deadlineLines(kind?: string): DeadlineLine[] {
    return this.lines.filter(isDeadline).filter((line) => kind === undefined || line.kind === kind);
  }

  /** What became of the deadlines of one kind: `2026-10-01 10:00 opened 2026-10-29`, a move as `moved 2026-10-29 from 2026-10-15`. */
  course(kind: string): string[] {
    return this.deadlineLines(kind).map((line) => {
      const from = line.what === 'deadline-moved' ? ` from ${noDate(line.from)}` : '';
      return `${londonTime(line.at)} ${line.what.slice('deadline-'.length)} ${noDate(line.due)}${from}${line.before ? ' before' : ''}`;
    });
  }

  /** The deadline lines of all kinds that stand at one minute: `opened mam no date`. */
  deadlinesAt(when: string): string[] {
    return this.deadlineLines()
      .filter((line) => londonTime(line.at) === when)
      .map((line) => `${line.what.slice('deadline-'.length)} ${line.kind} ${noDate(line.due)}`);
  }

  /** The steps of one kind: `2026-10-22 08:00 remind owner`. `team` (nobody owns it) is written as owner: the contract leaves both open here. */
  steps(kind: string): string[] {
    return this.of('step')
      .filter((line) => line.kind === kind)
      .map((line) => `${londonTime(line.at)} ${line.step} ${line.audience === 'team' ? 'owner' : line.audience}`);
  }

  /** The ratings in order: `2026-10-01 10:00 blue`. */
  ratings(): string[] {
    return this.of('rating').map((line) => `${londonTime(line.at)} ${line.rating}`);
  }

  /** True where the event was applied. Throws where the timeline has no answer for that event. */
  applied(event: string): boolean {
    const line = this.lines.find((one) => (one.what === 'event-applied' || one.what === 'event-refused') && one.event === event);
    if (!line) throw new Error(`the timeline has no answer for the event ${event}`);
    return line.what === 'event-applied';
  }

  /** The reason for which an event was refused; undefined where it was applied. */
  refusal(event: string): string | undefined {
    return this.applied(event) ? undefined : this.of('event-refused').find((line) => line.event === event)?.reason;
  }

  /** The warnings in order, as `2026-10-01 10:00 code`. */
  warnings(): string[] {
    return this.of('warning').map((line) => `${londonTime(line.at)} ${line.code}`);
  }

  /** The codes of the warnings given at one minute. */
  warningsAt(when: string): string[] {
    return this.warnings()
      .filter((warning) => warning.startsWith(when))
      .map((warning) => warning.slice(when.length + 1));
  }

  /** What is owed at the end, of one kind or all, as `mam no date open`, in alphabetical order. */
  owed(kind?: string): string[] {
    return this.summary.openDeadlines
      .filter((one) => kind === undefined || one.kind === kind)
      .map((one) => `${one.kind} ${noDate(one.due)} ${one.status}`)
      .toSorted();
  }

  /** The distinct ids of the deadlines of one kind, in order of their first line. */
  ids(kind: string): string[] {
    return [...new Set(this.deadlineLines(kind).map((line) => line.deadline))];
  }
}

interface StoryOptions {
  readonly bornOn?: string;
  readonly ruleSet?: string;
}

/** A scenario being told. A day without a time is 10:00 of that day. */
export class Story {
  private readonly steps: { id?: string; at: string; event: Said }[] = [];

  constructor(private readonly options: StoryOptions) {}

  /** The service hears of an event at `at` (London's clock). */
  hear(at: string, event: Said, id?: string): this {
    this.steps.push({ ...(id === undefined ? {} : { id }), at: at.length === 10 ? `${at}T10:00` : at, event });
    return this;
  }

  /** Eligible, with autism, and a consent of the person's own to everything: on the register from this day on. */
  onRegister(day: string): this {
    return this.hear(`${day}T09:00`, eligible()).hear(`${day}T09:01`, consent('own'));
  }

  /** The scenario as its file would say it. */
  scenario(until: string): Scenario {
    const { bornOn, ruleSet = 'england-2023' } = this.options;
    return { title: 'A story told by a test', ruleSet, person: bornOn === undefined ? {} : { bornOn }, steps: this.steps, until };
  }

  /** Plays the story to the end of that day through the core alone. */
  until(day: string): Timeline {
    const { lines, summary } = rehearseCore(this.scenario(day));
    return new Timeline(lines, summary);
  }
}

/** Begins a story about a person whose birth date is not known unless given. */
export const story = (options: StoryOptions = {}): Story => new Story(options);
/** A story about someone of 36 in autumn 2026. */
export const adult = (ruleSet?: string): Story => story({ bornOn: '1990-05-05', ...(ruleSet === undefined ? {} : { ruleSet }) });
/** A story about someone of 14 in autumn 2026. */
export const child = (ruleSet?: string): Story => story({ bornOn: '2012-05-05', ...(ruleSet === undefined ? {} : { ruleSet }) });
