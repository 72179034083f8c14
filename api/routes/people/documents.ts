import { formatInstant } from '../../../domain/calendar/dates';
import { sourceOf } from '../../../services/access/callers';
import { addDocument, type DocumentAdded, readDocument, readDocuments, removeDocument } from '../../../services/forms/documents';
import { MIME } from '../../../services/forms/file-type';
import { personExists } from '../../../services/pathway/pathways';
import { unknownPerson } from '../../common/commit-answers';
import { Problem } from '../../http/problem';
import { noBody, nothing, type Route, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { documentAnswerSchema, documentBody, documentParams, documentsAnswerSchema, takeAwayBody } from '../../schemas/documents';

const unknownDocument = () =>
  Problem.of('unknown-document', 'There is no such document, or it was taken away. `GET …/documents` lists them.');

const getDocuments = route({
  method: 'get',
  path: '/people/:registerId/documents',
  permission: 'people:find',
  audit: 'documents-shown',
  details: true,
  summary: 'The documents of a person',
  description:
    'Letters, forms and reports that somebody put into the record; those that were taken away among them, with who did, and why.',
  params: personParams,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The documents', schema: documentsAnswerSchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person'],
  handle: async ({ params: { registerId } }, { pool }) => {
    if (!(await personExists(pool, registerId))) throw unknownPerson();
    const documents = await readDocuments(pool, registerId);
    const body = {
      registerId,
      documents: documents.map(({ id, what, title, dated, file, addedAt, addedBy, removed }) => ({
        ...{ id, what, title, dated, type: file.type, bytes: file.bytes, sha256: file.sha256, at: formatInstant(addedAt), by: addedBy },
        takenAway: removed && { at: formatInstant(removed.at), by: removed.by, reason: removed.why },
      })),
    };
    return { status: 200, body, wordsOf: documents.length > 0 ? [registerId] : [] };
  },
});

const getDocument = route({
  method: 'get',
  path: '/people/:registerId/documents/:document',
  permission: 'people:find',
  audit: 'document-opened',
  details: true,
  summary: 'The file of a document',
  description: 'As it was given, with its own content type.',
  params: documentParams,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The file', type: [MIME.pdf, MIME.jpeg, MIME.png] } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-document'],
  handle: async ({ params: { registerId, document } }, { pool }) => {
    if (!(await personExists(pool, registerId))) throw unknownPerson();
    const found = await readDocument(pool, registerId, document);
    if (!found) throw unknownDocument();
    const headers = { 'Content-Disposition': 'attachment', 'Cache-Control': 'no-store' };
    return { status: 200, body: found.bytes, type: MIME[found.document.file.type], headers };
  },
});

const putDocument = route({
  method: 'put',
  path: '/people/:registerId/documents/:document',
  permission: 'people:write',
  audit: 'document-added',
  details: true,
  takesFile: true,
  summary: 'Add a document to a person’s record',
  description:
    'The file stands in the body, in base64, and is taken for what it holds: a PDF, JPEG or PNG from its beginning to its end, whatever it was called; anything else is 400. It is not searched for viruses. ' +
    'The id is yours: the same document sent again is answered the same and added once; another one under it is 409 `document-id-used`. The same file under another id is 409 `document-known`, with the `document` that has it. A document is never altered: take it away, and add another.',
  params: documentParams,
  query: nothing,
  body: { forms: [documentBody], pick: () => documentBody },
  examples: {
    'evidence of a diagnosis': { what: 'diagnosis', title: 'Letter of the clinic', dated: '2024-03-01', content: 'JVBERi0xLjQKJSVFT0YK' },
  },
  answers: { 200: { description: 'It is in the record', schema: documentAnswerSchema } },
  problems: [
    ...(['invalid-request', 'malformed-json', 'bad-register-id', 'unknown-person', 'too-large', 'wrong-content-type'] as const),
    ...(['document-id-used', 'document-known', 'too-many-documents', 'duplicate-record'] as const),
  ],
  handle: async ({ params: { registerId, document: id }, body, caller }, { pool, seals, clock }) => {
    const { what, title = null, dated = null, content } = body;
    const about = { registerId, id, what, title, dated, bytes: content, source: sourceOf(caller) };
    const added = await addDocument({ pool, seals, clock }, about);
    if (added.status !== 'added') throw notAdded(added);
    return { status: 200, body: { registerId, id } };
  },
});

function notAdded(added: Exclude<DocumentAdded, { status: 'added' }>): Problem {
  switch (added.status) {
    case 'unknown-person':
      return unknownPerson();
    case 'too-large':
    case 'not-taken':
      return Problem.of('invalid-request', 'The file is not one that is taken. See `errors`.', {
        errors: [{ path: 'content', message: 'must be a whole PDF, JPEG or PNG of at most 10 MB; what stands in it counts, not its name' }],
      });
    case 'already':
      return Problem.of('document-known', 'The same file is among the documents of this person already, under the id in `document`.', {
        members: { document: added.document.id },
      });
    case 'id-used':
      return Problem.of('document-id-used', 'This id is that of another document, or of one that was taken away. Make a new one.');
    case 'too-many':
      return Problem.of('too-many-documents', 'This person has 200 documents. Take away what is not needed first.');
    case 'duplicate':
      return Problem.of('duplicate-record', 'This record was closed as a duplicate. Write it on the one in `duplicateOf`.', {
        members: { duplicateOf: added.duplicateOf },
      });
  }
}

const takeAway = route({
  method: 'post',
  path: '/people/:registerId/documents/:document/take-away',
  permission: 'people:write',
  audit: 'document-removed',
  details: true,
  summary: 'Take a document away',
  description: 'Its file is deleted for good; that it was there stays, with who took it away, and why. The same again changes nothing.',
  params: documentParams,
  query: nothing,
  body: { forms: [takeAwayBody], pick: () => takeAwayBody },
  examples: { 'it is about somebody else': { reason: 'It is about somebody else' } },
  answers: { 200: { description: 'It is gone', schema: documentAnswerSchema } },
  problems: [
    ...(['invalid-request', 'malformed-json', 'bad-register-id', 'unknown-person', 'unknown-document'] as const),
    ...(['too-large', 'wrong-content-type'] as const),
  ],
  handle: async ({ params: { registerId, document: id }, body: { reason }, caller }, { pool, seals, clock }) => {
    if (!(await personExists(pool, registerId))) throw unknownPerson();
    const { status } = await removeDocument({ pool, seals, clock }, { registerId, id, why: reason, source: sourceOf(caller) });
    if (status === 'unknown') throw unknownDocument();
    return { status: 200, body: { registerId, id } };
  },
});

export const documentRoutes: readonly Route[] = [getDocuments, getDocument, putDocument, takeAway];
