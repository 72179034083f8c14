import { londonDate } from '../../../domain/calendar/dates';
import { recordIdentity } from '../../../services/referrals/identity';
import { decided, unknownPerson } from '../../common/commit-answers';
import { needScope } from '../../http/authenticate';
import { Problem } from '../../http/problem';
import { sourceOf } from '../../../services/access/callers';
import { nothing, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { referralExample } from '../../schemas/examples';
import { personSchema } from '../../schemas/requests';
import { personOf } from '../../common/named-person';

/** After a restore from an older backup: who somebody is, of whom only the register id came back (docs/runbook.md). */
export const postIdentity = route({
  method: 'post',
  path: '/pathways/:registerId/identity',
  permission: 'people:write',
  audit: 'identity-recorded',
  details: true,
  summary: 'Say who somebody is whose identity was lost',
  description:
    'Only for a person who was brought back from the histories after the database had been restored from an older backup: ' +
    'their pathway runs on, and an open task asks who they are. The birth date becomes an event, and the dates are worked out again. Needs the scope `people:find` as well: it tells whether an NHS number is on file.',
  params: personParams,
  query: nothing,
  body: { forms: [personSchema], pick: () => personSchema },
  examples: { person: referralExample.person },
  answers: { 204: { description: 'Recorded' } },
  problems: [
    'invalid-request',
    'malformed-json',
    'bad-register-id',
    'unknown-person',
    'identity-known',
    'person-known',
    'too-large',
    'wrong-content-type',
  ],
  handle: async ({ params: { registerId }, body, caller }, context) => {
    needScope(caller, 'people:find');
    const person = personOf(body, londonDate(context.clock()));
    const answer = await recordIdentity(context, registerId, person, sourceOf(caller));
    switch (answer.status) {
      case 'recorded':
        if (answer.birthDate) decided(answer.birthDate, false);
        context.intake.wake();
        return { status: 204, body: undefined };
      case 'unknown-person':
        throw unknownPerson();
      case 'known':
        throw Problem.of('identity-known', 'Who this person is was not lost, or has been recorded since. Nothing was changed.');
      case 'nhs-number-known':
        throw Problem.of(
          'person-known',
          'Somebody else on file has this NHS number. If they are the same person, close this pathway as a duplicate (`pathway-closed` with `duplicateOf`).',
        );
    }
  },
});
