import { z } from 'zod';
import { sectionSchema, type SheetSection } from '../../../domain/forms/sheets/sheet';
import { PRESENT_SHEETS, presentSheet } from '../../../domain/forms/sheets/sheets';
import { sourceOf } from '../../../services/access/callers';
import { saveSection } from '../../../services/forms/sheets';
import { unknownPerson } from '../../common/commit-answers';
import { IF_MATCH, needVersion } from '../../http/if-match';
import { checked } from '../../http/issues';
import { Problem } from '../../http/problem';
import { noBody, nothing, type Route, route } from '../../http/route';
import { savedSectionSchema, sectionBody, sectionParams, sheetsAnswerSchema } from '../../schemas/sheets';

const sectionOf = ({ code, title, fields }: SheetSection) => ({
  ...{ code, title },
  fields: fields.map((field) => ({
    ...{ name: field.name, label: field.label, as: field.as },
    options: 'options' in field ? field.options.map(({ code, words }) => ({ code, words })) : [],
  })),
});

/** What staff are asked about a person, section by section. */
const getSheets = route({
  method: 'get',
  path: '/sheets',
  permission: 'people:find',
  audit: 'sheets-listed',
  summary: 'The sheets that staff fill in about a person',
  description: 'The present edition of each, with its sections, and of each section the fields and what can be chosen.',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The sheets', schema: sheetsAnswerSchema } },
  problems: ['invalid-request'],
  handle: () =>
    Promise.resolve({
      status: 200 as const,
      body: {
        sheets: PRESENT_SHEETS.map(({ kind, edition, title, source, sections }) => ({
          ...{ kind, edition, title, source },
          sections: sections.map(sectionOf),
        })),
      },
    }),
});

const putSection = route({
  method: 'put',
  path: '/people/:registerId/sheets/:sheet/:section',
  permission: 'people:write',
  audit: 'sheet-saved',
  details: true,
  summary: 'Save a section of a sheet',
  description:
    'The whole section as it is from now on: what is left out is not answered. It makes a new version of the sheet, which `GET /people/{registerId}/forms` lists; earlier ones stay. ' +
    '`If-Match` is the version of the sheet that you worked from, `"0"` where it was not begun: where somebody else saved this section since it is 412 `sheet-changed`, with the present version and answers. Others may save other sections meanwhile. The same again is answered the same.',
  params: sectionParams,
  query: nothing,
  headers: z.object({
    'if-match': z
      .string()
      .regex(IF_MATCH)
      .meta({ description: 'The version of the sheet that you worked from, in double quotes', examples: ['"0"'] }),
  }),
  body: { forms: [sectionBody], pick: () => sectionBody },
  examples: { 'how to talk with somebody': { how: 'Short sentences, one at a time', 'easy-read': 'yes' } },
  answers: { 200: { description: 'It is saved', schema: savedSectionSchema } },
  problems: [
    ...(['invalid-request', 'malformed-json', 'bad-register-id', 'unknown-person', 'unknown-sheet', 'too-large'] as const),
    ...(['wrong-content-type', 'bad-if-match', 'if-match-needed', 'sheet-changed', 'duplicate-record'] as const),
  ],
  handle: async ({ params: { registerId, sheet: kind, section: code }, headers, body, caller }, { pool, seals, clock }) => {
    const sheet = presentSheet(kind);
    const section = sheet?.sections.find((one) => one.code === code);
    if (!sheet || !section)
      throw Problem.of('unknown-sheet', 'There is no such sheet, or it has no such section. `GET /sheets` lists them.');
    const since = needVersion(headers['if-match']);
    const answers = checked(sectionSchema(section), body, 'The section');
    const saved = await saveSection({ pool, seals, clock }, { registerId, sheet, section, answers, since, source: sourceOf(caller) });
    if (saved.status === 'unknown-person') throw unknownPerson();
    if (saved.status === 'duplicate')
      throw Problem.of('duplicate-record', 'This record was closed as a duplicate. Write it on the one in `duplicateOf`.', {
        members: { duplicateOf: saved.duplicateOf },
      });
    if (saved.status === 'changed') {
      const { version, answers: present } = saved.present;
      throw Problem.of(
        'sheet-changed',
        'Somebody else saved this section since. Look at what stands, and send yours with the present version.',
        {
          members: { version, answers: present[code] ?? {} },
        },
      );
    }
    return { status: 200, body: { registerId, sheet: kind, section: code, version: saved.version } };
  },
});

export const sheetRoutes: readonly Route[] = [getSheets, putSection];
