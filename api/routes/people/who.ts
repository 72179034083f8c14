import { findPeople, foundSchema, type Sought } from '../../../services/people/find';
import { readWho, whoSchema } from '../../../services/people/who';
import { recordOfNhsNumber } from '../../../services/record/read';
import { keptFrom, restrictedRecord } from '../../common/restricted';
import { unknownPerson } from '../../common/commit-answers';
import { type BodyForms, noBody, nothing, type Route, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { soughtForms } from '../../schemas/people';

const getWho = route({
  method: 'get',
  path: '/people/:registerId',
  permission: 'people:find',
  audit: 'person-shown',
  details: true,
  summary: 'Who a register id is',
  description:
    'Name, birth date as it was recorded last, NHS number, and where the record was closed as a duplicate, the one that lives on.',
  params: personParams,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The person', schema: whoSchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person'],
  handle: async ({ params: { registerId } }, context) => {
    const who = await readWho(context.pool, registerId);
    if (!who) throw unknownPerson();
    return { status: 200, body: who };
  },
});

const { byNumber, byName, byDate } = soughtForms;
const forms = {
  number: byNumber.transform((sought): Sought => sought),
  name: byName.transform(({ name, bornOn }): Sought => ({ name, bornOn: bornOn ?? null })),
  date: byDate.transform(({ bornOn }): Sought => ({ name: null, bornOn })),
};
const has = (body: unknown, field: string): boolean => typeof body === 'object' && body !== null && Object.hasOwn(body, field);
const soughtBody: BodyForms<Sought> = {
  forms: Object.values(forms),
  pick: (body) => (has(body, 'nhsNumber') ? forms.number : has(body, 'bornOn') && !has(body, 'name') ? forms.date : forms.name),
};

const postFind = route({
  method: 'post',
  path: '/people/find',
  permission: 'people:find',
  audit: 'people-sought',
  list: true,
  summary: 'Find somebody by NHS number, name or birth date',
  description:
    'By NHS number alone (that of a duplicate leads to the record that lives on), by name, by birth date, or by both, which also finds those who were born on that day under another name, and those of that name who were born on another. ' +
    'The nearest first, at most 20, with `count`, how many there are in all. By POST, so that nothing of anybody stands in an address; everybody who is shown is written to the access log before the answer. ' +
    'Whose record is restricted is found by tokens with the scope `restricted:read` alone: by NHS number it is `restricted-record` for others, by name and birth date as if nobody were there.',
  params: nothing,
  query: nothing,
  body: soughtBody,
  examples: {
    'by NHS number': { nhsNumber: '999 000 0018' },
    'by name and birth date': { name: 'Tom Example', bornOn: '2011-03-02' },
    'by birth date': { bornOn: '2011-03-02' },
  },
  answers: { 200: { description: 'Who was found', schema: foundSchema } },
  problems: ['restricted-record', 'invalid-request', 'malformed-json', 'too-large', 'wrong-content-type'],
  handle: async ({ body, caller }, context) => {
    const kept = await keptFrom(context, caller);
    if ('nhsNumber' in body && kept.size > 0 && kept.has((await recordOfNhsNumber(context.pool, body.nhsNumber)) ?? ''))
      throw restrictedRecord();
    const found = await findPeople(context.pool, body, kept);
    return { status: 200, body: found, shown: found.people.map(({ registerId }) => registerId) };
  },
});

/** Who people are. `find` first: it is no register id. */
export const whoRoutes: readonly Route[] = [postFind, getWho];
