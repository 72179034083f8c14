import { londonDate, type Instant, isPlainDate } from '../../domain/calendar/dates';
import type { Audience } from '../../domain/pathway/types';
import { isDeadlineKind } from '../../domain/pathway/kinds';
import { meetingWords, isMeetingKind } from '../../services/notices/letters/words/meetings';
import { AUDIENCE_WORDS, ONE_OF_AUDIENCE } from '../content/audiences';
import { dayText, momentText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { noticeWords } from '../content/notices';
import { reasonWords } from '../content/reasons';

/** Why somebody is written to: the notice, with the deadline or the meeting that it is about. */
export function aboutWords(template: string, { kind, on }: Readonly<Record<string, unknown>>): string {
  const what = noticeWords(template);
  if (typeof kind !== 'string') return what;
  if (isDeadlineKind(kind)) return `${what}: ${kindWords(kind).title}`;
  if (!isMeetingKind(kind)) return what;
  const day = typeof on === 'string' && isPlainDate(on) ? ` on ${dayText(on)}` : '';
  return `${what}: ${meetingWords(kind, 'professional')}${day}`;
}

/** What stands in the place of a name where there is none. */
const NOBODY = 'Nobody is recorded';

/** Who hears of it: the name, where there is one. A message to several is for whoever was told. */
export const recipientName = (recipient: string, name: string | null | undefined): string =>
  name ?? (recipient === 'whoever-was-told' ? 'Whoever was told' : NOBODY);

/** Whom it goes to and as what, within a sentence. */
export const toWords = (name: string, asWhat: string): string => (name === NOBODY ? `${asWhat}: nobody is recorded` : `${name}, ${asWhat}`);

const isAudience = (code: string): code is Audience => Object.hasOwn(AUDIENCE_WORDS, code);
const audience = (code: string): string => (isAudience(code) ? AUDIENCE_WORDS[code] : code);
/** As what somebody is written to. */
export const audienceWords = (template: string, code: string): string =>
  template === 'digest' ? 'their daily list' : isAudience(code) ? ONE_OF_AUDIENCE[code] : code;

/** What keeps everything, or everyone of an audience, from being written to. */
export interface Brakes {
  readonly stoppedSince: string | null;
  readonly awaySince: Date | null;
  /** By area and audience. */
  readonly off: ReadonlySet<string>;
}
export const brakeOf = (area: string, code: string): string => `${area}/${code}`;

/** When something goes, as a list says it; what should have gone by now goes at once. */
export const goesText = (at: Instant, now: Instant): string => (at <= now ? 'Now' : momentAhead(at, now));

function momentAhead(at: Instant, now: Instant): string {
  const text = momentText(at, londonDate(now));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface Stands {
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly area: string;
  readonly audience: string;
  readonly channel: string;
}

/** What a message that is to go stands at, with what is in its way. */
export function stateWords(
  { status, reason, attempts, area, audience: code, channel }: Stands,
  { stoppedSince, awaySince, off }: Brakes,
): string {
  if (status === 'sending') return 'Being sent at this moment';
  if (stoppedSince !== null) return 'Waits: all sending is stopped';
  if (off.has(brakeOf(area, code))) return `Will be held: sending to ${audience(code)} is switched off`;
  if (channel === 'digest') return 'A line of the daily list';
  if (awaySince !== null) return 'Waits for the mail server';
  if (reason === 'released') return 'Released, and waits to go';
  if (reason !== null) return `Tried ${attempts === 1 ? 'once' : `${attempts} times`}, and is tried again. ${reasonWords(reason)}`;
  return 'Waits to go';
}
