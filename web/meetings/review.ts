import type { PlainDate } from '../../domain/calendar/dates';
import type { Attendee } from '../../domain/forms/meetings';
import { isCetr } from '../../domain/pathway/events';
import { standing } from '../../domain/pathway/place';
import { latestPathway } from '../../domain/pathway/present';
import type { WrittenForm } from '../../services/forms/written-forms';
import { papersOf, type PapersAs } from '../../services/meetings/panel/open';
import { papersAmong, type SharedPapers } from '../../services/meetings/panel/papers';
import { everyoneFor } from '../../services/meetings/messages';
import { givenAmong, reachedOf, readMailed, reportReaders } from '../../services/meetings/report';
import type { WebContext } from '../app/context';
import { dayText } from '../content/dates';
import { WARNING_WORDS } from '../content/warnings';
import { paths } from '../paths';
import { byUrgency, deadlineRow, type DeadlineRow } from '../person/deadlines';
import type { AtMeeting } from './around';

/** What a review has beside what every meeting has. */
export interface ReviewModel {
  /** What has to be done before and after it, each with its date: in their order. */
  readonly dates: readonly DeadlineRow[];
  /** What is out of the usual about how it is booked or was held. */
  readonly cautions: readonly string[];
  readonly papers: { readonly said: string; readonly href: string };
  readonly report: { readonly said: string; readonly href: string };
}

interface Read {
  readonly forms: readonly WrittenForm[];
  readonly who: readonly Attendee[];
  readonly today: PlainDate;
  readonly mayRecord: boolean;
}

function papersSaid(papers: PapersAs, shared: SharedPapers | null): string {
  const count = shared?.documents.length === 1 ? '1 paper' : `${shared?.documents.length ?? 0} papers`;
  if (papers.as === 'none' || shared === null || shared.documents.length === 0) return 'Nothing is shared with the panel';
  if (papers.as === 'shut') return `${count} shared, and shut to the panel`;
  return papers.as === 'ended'
    ? `${count} shared, open to the panel until ${dayText(papers.until)}, which has passed`
    : `${count} open to the panel until ${dayText(papers.until)}`;
}

/** What was warned of when it was booked as it is booked now, or when it was held. */
function cautionsOf({ record, snapshot }: AtMeeting['standing'], { id, status }: AtMeeting['meeting']): readonly string[] {
  const said = standing(latestPathway(record)?.log ?? []).filter(({ fact }) => 'meeting' in fact && fact.meeting === id);
  const booked = said.findLast(({ fact }) => fact.type === 'meeting-scheduled');
  const counts = new Set(
    said
      .filter((entry) => (entry.fact.type === 'meeting-scheduled' ? entry === booked && status === 'scheduled' : true))
      .map((one) => one.id),
  );
  const codes = snapshot.warnings.filter(({ subject }) => counts.has(subject)).map(({ code }) => code);
  return [...new Set(codes)].map((code) => WARNING_WORDS[code]);
}

/** The dates, papers and report of a review; null: the meeting is none. Throws where the database is away. */
export async function readReview(
  { pool, clock }: WebContext,
  { standing, meeting }: AtMeeting,
  { forms, who, today, mayRecord }: Read,
): Promise<ReviewModel | null> {
  if (!isCetr(meeting.kind)) return null;
  const { registerId, pathway, snapshot } = standing;
  const at = { registerId, pathway, meeting: meeting.id };
  const [everyone, mailed] = await Promise.all([everyoneFor(pool, standing, clock()), readMailed(pool, at, meeting.on)]);
  // That it was moved in time says nothing of it as it is now.
  const own = [...snapshot.deadlines.values()].filter(
    ({ kind, subject, status, owed }) => subject === meeting.id && status !== 'superseded' && (owed || kind !== 'meeting-outcome'),
  );
  const readers = reportReaders(meeting.id, everyone, who, snapshot.actions);
  const given = givenAmong(forms, at);
  const ways = readers.map((one) => reachedOf(one, mailed, given));
  const reached = ways.filter((way) => way !== null && way.as !== 'going' && way.as !== 'held').length;
  const shared = papersAmong(forms, at);
  return {
    dates: own.toSorted(byUrgency).map((deadline) => {
      const row = deadlineRow(standing, deadline, today);
      return mayRecord ? row : { ...row, act: null };
    }),
    cautions: cautionsOf(standing, meeting),
    papers: {
      said: papersSaid(papersOf(standing, meeting.id, shared, today), shared),
      href: paths.meetingPapers({ registerId, meeting: meeting.id }),
    },
    report: {
      said: meeting.status === 'held' ? `It has reached ${reached} of ${readers.length}` : 'It is written after the review',
      href: paths.meetingReportReaders({ registerId, meeting: meeting.id }),
    },
  };
}
