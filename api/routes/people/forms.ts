import { formatInstant } from '../../../domain/calendar/dates';
import { readForms } from '../../../services/forms/written-forms';
import { personExists } from '../../../services/pathway/pathways';
import { unknownPerson } from '../../common/commit-answers';
import { noBody, nothing, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { formsAnswerSchema } from '../../schemas/people';

/** What was filled in about somebody. */
export const getForms = route({
  method: 'get',
  path: '/people/:registerId/forms',
  permission: 'people:find',
  audit: 'forms-shown',
  details: true,
  summary: 'The forms that were filled in about a person',
  description:
    'Each version of each, the first one first, as it was answered, by the edition of the form that was used. A form that somebody sent on the public pages comes here when a person of the team has said whom it is about.',
  params: personParams,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The forms', schema: formsAnswerSchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person'],
  handle: async ({ params: { registerId } }, context) => {
    if (!(await personExists(context.pool, registerId))) throw unknownPerson();
    const forms = await readForms(context.pool, registerId);
    const body = {
      registerId,
      forms: forms.map(({ id, version, form, at, source, eventId }) => ({
        ...{ id, version, kind: form.kind, edition: form.edition, at: formatInstant(at), by: source, event: eventId },
        answers: { ...form.answers },
      })),
    };
    return { status: 200, body, wordsOf: forms.length > 0 ? [registerId] : [] };
  },
});
