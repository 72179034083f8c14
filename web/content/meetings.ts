import type { MeetingKind } from '../../domain/pathway/events';
import { meetingWords } from '../../services/notices/letters/words/meetings';

/** A kind of meeting as a heading or the beginning of a sentence. */
export function meetingTitle(kind: MeetingKind): string {
  const words = meetingWords(kind, 'professional');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
