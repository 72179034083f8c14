import { daysBetween, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { eventWords } from '../../services/notices/letters/words/events';
import type { RecordedSince } from '../../services/today/recorded';
import { daysText, momentText, shortDayText } from '../content/dates';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { byText } from '../content/sources';
import { paths } from '../paths';
import { type Who, whoOf } from './lines';

/** An entry that was recorded, in words. */
interface EntryModel {
  readonly what: string;
  /** When it was true, where that is another day. */
  readonly sub: string | null;
  /** When, and by whom where that is told. */
  readonly said: string;
  readonly who: Who;
  readonly history: string;
}

export interface RecordedModel {
  readonly heading: string;
  readonly entries: readonly EntryModel[];
  /** Empty: all are shown. */
  readonly more: string;
}

/** The day on which an entry was true, where that is another than that on which it was recorded. */
function dayWords(on: PlainDate, recordedOn: PlainDate): string | null {
  const late = daysBetween(on, recordedOn);
  if (late === 0) return null;
  return late < 0 ? `for ${shortDayText(on)}` : `of ${shortDayText(on)}, recorded ${daysText(late)} later`;
}

/**
 * What was recorded since the start of yesterday; null: nothing, or it is not for the reader.
 * @param names the names of members of staff by their ids
 */
export function recordedModel(read: RecordedSince | null, names: ReadonlyMap<string, string>, today: PlainDate): RecordedModel | null {
  if (read === null || read.count === 0) return null;
  const { entries, count, isWhole } = read;
  const left = count - entries.length;
  return {
    heading: `Recorded since yesterday: ${isWhole ? '' : 'more than '}${count}`,
    entries: entries.map((entry): EntryModel => {
      const { registerId, type, on, at, source } = entry;
      return {
        what: type === null ? 'Something was recorded' : reviewsNamed(sentence(eventWords(type)), reviewName(entry.bornOn, londonDate(at))),
        sub: on === null ? null : dayWords(on, londonDate(at)),
        said: `${momentText(at, today)}${source === null ? '' : `, ${byText(source, names)}`}`,
        who: whoOf(entry, today),
        history: paths.history({ registerId }),
      };
    }),
    more: left === 0 ? '' : `And ${isWhole ? '' : 'more than '}${left} more, recorded before these.`,
  };
}
