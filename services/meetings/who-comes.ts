import { ageGroupOn } from '../../domain/calendar/ages';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { SectionAnswers } from '../../domain/forms/sheets/sheet';
import { type OnRecord, type WhoComes, whoComes } from '../../domain/meetings/who-comes';
import type { Referred } from '../../domain/meetings/who-is-missing';
import { refusedMeetings } from '../../domain/pathway/consents';
import { detailsOf } from '../../domain/pathway/details';
import { isCetr, type MeetingKind } from '../../domain/pathway/events';
import { placed, standing as standingEvents } from '../../domain/pathway/place';
import { sheetVersions } from '../forms/sheets';
import type { WrittenForm } from '../forms/written-forms';
import type { Standing } from '../pathway/standing';
import { area, isArea } from '../rules/areas';
import { peopleOf } from './attendance';
import { formIdOf } from './notes';

/** What was answered in a section of the newest version of a form; nothing: it was not written. */
function answered(forms: readonly WrittenForm[], section: string): SectionAnswers {
  const versions = forms.toSorted((a, b) => a.version - b.version);
  return sheetVersions(versions).at(-1)?.answers[section] ?? {};
}

const text = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : '');

function referredOf(forms: readonly WrittenForm[]): Referred {
  const referral = forms.filter(({ form }) => form.kind === 'referral');
  const [team, home] = [answered(referral, 'care-team'), answered(referral, 'home')];
  const knownTo = team['known-to'];
  return {
    ...{ lead: text(team['lead']), keyworker: text(team['keyworker']), advocate: text(team['advocate']), sendias: text(team['sendias']) },
    knownTo: typeof knownTo === 'string' ? [knownTo] : (knownTo ?? []),
    ...{ education: text(home['education']), ehcPlan: text(home['ehc-plan']) },
  };
}

/** Whether the newest planning of the discharge of this stay says that they are in long-term segregation. */
function isSegregated(forms: readonly WrittenForm[], since: PlainDate): boolean {
  const planned = forms
    .filter(({ form, at }) => form.kind === 'discharge-planning' && londonDate(at) >= since)
    .toSorted((a, b) => a.at - b.at);
  const last = planned.at(-1);
  return (
    last !== undefined &&
    ['yes', 'late'].includes(
      text(
        answered(
          planned.filter(({ id }) => id === last.id),
          'stay',
        )['segregation'],
      ),
    )
  );
}

/** The last meeting of a kind that was held before a day; of reviews the last one of any kind. */
function lastOf({ registerId, pathway, meetings }: Standing, forms: readonly WrittenForm[], kind: MeetingKind | null): OnRecord['last'] {
  const alike = meetings.filter(
    (one) => one.status === 'held' && kind !== null && (one.kind === kind || (isCetr(kind) && isCetr(one.kind))),
  );
  const last = alike.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1);
  if (!last) return null;
  const id = formIdOf('attendance', { registerId, pathway, meeting: last.id });
  return { invited: last.invited, who: peopleOf(forms.filter((form) => form.id === id)) };
}

/** Who might come to a meeting of somebody, and who is missing, by what stands in their record on a day. In: the forms that were filled in about them. */
export function whoMightCome(standing: Standing, forms: readonly WrittenForm[], kind: MeetingKind | null, today: PlainDate): WhoComes {
  const { snapshot, contacts, bornOn, record, pathway } = standing;
  const log = record.pathways.find(({ number }) => number === pathway)?.log ?? [];
  const admittedOn = snapshot.inpatient ? snapshot.stays.at(-1)?.admittedOn : undefined;
  return whoComes({
    ...{ kind, contacts, rating: snapshot.rating, familyContact: snapshot.familyContact, age: ageGroupOn(bornOn, today) },
    stay: snapshot.inpatient ? { detained: detailsOf(log, today).ward?.detained ?? null } : null,
    segregated: admittedOn !== undefined && isSegregated(forms, admittedOn),
    meetingsRefused: refusedMeetings(standingEvents(log).map(placed), snapshot.grants),
    bases: snapshot.grants.meeting.map(({ basis }) => basis),
    owners: snapshot.actions.flatMap(({ owner, status }) => (owner !== null && (status === 'open' || status === 'blocked') ? [owner] : [])),
    book: isArea(standing.area) ? area(standing.area).book.map(({ id }) => id) : [],
    last: lastOf(standing, forms, kind),
    referred: referredOf(forms),
  });
}
