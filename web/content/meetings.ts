import type { MeetingKind } from '../../domain/pathway/events';
import { aMeeting, meetingWords } from '../../services/notices/letters/words/meetings';

/** A kind of meeting as a heading or the beginning of a sentence. */
export function meetingTitle(kind: MeetingKind): string {
  const words = meetingWords(kind, 'professional');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Which meetings satisfy something once they were held, as a sentence. */
export function heldWords(kinds: readonly MeetingKind[]): string {
  const words = kinds.map((kind) => aMeeting(kind, 'professional'));
  return words.length === 1 ? `It is done once ${words[0]} was held.` : `It is done once one of these was held: ${words.join(', ')}.`;
}
