import { birthday } from '../../calendar/dates';
import { barredScopes, isAssessed } from '../consents';
import { byPlace, takenOverOn, type PlacedOf } from '../place';
import type { Refusal } from '../types';
import { knownMeeting, refuse, type Known } from './known';

/** Who may consent for whom, and when (contract 6.11(2)). */
export function judgeConsent(known: Known, item: PlacedOf<'consent-given'>): Refusal | null {
  return (
    judgeScope(item) ?? judgeBasis(known, item) ?? judgeBar(known, item) ?? judgeAssessment(known, item) ?? judgeNamedMeeting(known, item)
  );
}

/** A consent for one meeting puts nobody on the register (contract 6.11(1)). */
function judgeScope({ fact }: PlacedOf<'consent-given'>): Refusal | null {
  if (fact.meeting === undefined || !fact.scope.includes('register')) return null;
  return refuse(
    'scope-not-for-one-meeting',
    'A consent that names a meeting counts for that meeting alone, and cannot be to the register. Send two events: one for the meeting, one for the register.',
  );
}

/** From the 16th birthday somebody else decides only after an assessment of capacity (contract 6.11(10)). */
function judgeAssessment(known: Known, item: PlacedOf<'consent-given'>): Refusal | null {
  const { fact, on } = item;
  if (fact.basis === 'own' || known.bornOn === null) return null;
  const from = birthday(known.bornOn, 16);
  if (on < from) return null;
  const takenOver = takenOverOn(known.facts);
  if (isAssessed(item, from) || (takenOver !== null && on < takenOver)) return null;
  return refuse(
    'assessment-needed',
    `From the 16th birthday (${from}) anyone but the person consents only after an assessment of capacity: give its day in \`assessedOn\`, from that birthday on and not after ${on}.`,
  );
}

function judgeBasis(known: Known, { fact, on }: PlacedOf<'consent-given'>): Refusal | null {
  if (known.bornOn === null) return null;
  const from16 = on >= birthday(known.bornOn, 16);
  const from18 = on >= birthday(known.bornOn, 18);
  const tooOld = (fact.basis === 'gillick' && from16) || (fact.basis === 'parental-responsibility' && from18);
  if (tooOld) {
    return refuse(
      'basis-not-for-this-age',
      from18
        ? 'From the 18th birthday nobody consents on parental responsibility or as Gillick competent: own consent, an attorney, a deputy or a best-interests decision is needed.'
        : 'Gillick competence is for under 16: from the 16th birthday the young person consents in their own right (`own`).',
    );
  }
  if (!from16 && (fact.basis === 'attorney' || fact.basis === 'deputy' || fact.basis === 'best-interests')) {
    return refuse(
      'basis-not-for-this-age',
      'The Mental Capacity Act does not apply under 16: `own`, `gillick` or `parental-responsibility` is needed.',
    );
  }
  return null;
}

function judgeBar(known: Known, item: PlacedOf<'consent-given'>): Refusal | null {
  if (item.fact.basis === 'own') return null;
  const bars = barredScopes(
    known.facts.filter((fact) => byPlace(fact, item) < 0),
    known.bornOn,
  );
  for (const scope of item.fact.scope) {
    const since = bars.get(scope);
    if (since !== undefined && (item.fact.assessedOn === undefined || item.fact.assessedOn < since)) {
      return refuse(
        'person-has-refused',
        `The person refused or withdrew consent (${scope}) on ${since}. Someone else may decide only after a capacity assessment since then: give its day in \`assessedOn\`.`,
      );
    }
  }
  return null;
}

function judgeNamedMeeting(known: Known, { fact }: PlacedOf<'consent-given'>): Refusal | null {
  if (fact.meeting === undefined) return null;
  const meeting = knownMeeting(known, fact.meeting);
  if (!meeting)
    return refuse('unknown-meeting', `No meeting ${fact.meeting} is known. Send \`meeting-scheduled\` first, or leave \`meeting\` out.`);
  return meeting.cancelled ? refuse('meeting-cancelled', `The meeting ${fact.meeting} was cancelled.`, meeting.cancelled) : null;
}
