import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { MOST_OF_FILE } from '../../domain/forms/documents';
import { isUuid } from '../../domain/pathway/events';
import {
  addDocument,
  type DocumentAdded,
  type DocumentDeps,
  type PersonDocument,
  readDocument,
  readDocuments,
  removeDocument,
} from '../../services/forms/documents';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Around, type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type FormError, formPage } from '../parts/form';
import { paths } from '../paths';
import { headerOf, subnavOf } from '../person/header';
import { standingOf } from '../person/standing';
import { one, type Typed } from '../record/fields';
import { fileOf } from './file';
import { FIELDS, questions, readDocumentForm, readWhy, WHY, wrongFile } from './fields';
import { type DocumentsModel, documentsModel, wordsOfDocument } from './model';

const documentsView = view<DocumentsModel>('documents/documents.njk');

const ofPerson = z.object({ registerId: z.string() });
const ofDocument = ofPerson.extend({ document: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const depsOf = ({ pool, seals, clock }: WebContext): DocumentDeps => ({ pool, seals, clock });

const around = (registerId: string, title: string): Around => ({
  ...{ title, registerId, section: 'register' },
  back: { href: paths.documents({ registerId }), text: 'Documents' },
});

/** A document that is there still. Throws the problem of an address that leads nowhere, where there is none. */
async function presentAt({ pool }: WebContext, registerId: string, id: string): Promise<PersonDocument> {
  const found = (await readDocuments(pool, registerId)).find((document) => document.id === id && document.removed === null);
  if (!found) throw new PageProblem('not-found');
  return found;
}

function addingPage(registerId: string, id: string, typed: Typed, errors: readonly FormError[] = []): PageAnswer {
  return formPage(
    {
      heading: 'Add a document',
      intro: [
        'A photograph or a scan of a letter, a form or a report. Everybody who may read this person’s record can open it, and who does is logged.',
        'It is not checked for viruses: take files from people you know.',
      ],
      questions,
      action: paths.documentAdd({ registerId }),
      button: 'Add the document',
      cancel: paths.documents({ registerId }),
      hidden: { document: id },
    },
    typed,
    around(registerId, 'Add a document'),
    { errors },
  );
}

/** Why a document was not added, at the field where it can be put right. */
function whyNot(added: Exclude<DocumentAdded, { status: 'added' }>): FormError {
  switch (added.status) {
    case 'too-large':
    case 'not-taken':
      return wrongFile(added.status);
    case 'already':
      return {
        field: FIELDS.file,
        message: `This file is among the documents already: ${wordsOfDocument(added.document)}. It was not added again`,
      };
    case 'id-used':
      return { field: FIELDS.file, message: 'This form was sent before with another file. Choose the file again, and press once more' };
    case 'too-many':
      return { field: FIELDS.file, message: 'This person has 200 documents: no more can be added. Take away what is not needed first' };
    case 'duplicate':
      return {
        field: FIELDS.what,
        message: `This record was closed as a duplicate: nothing was added. Add the document to ${added.duplicateOf}`,
      };
    case 'unknown-person':
      throw new PageProblem('not-found');
  }
}

/** The documents of a person: letters, forms and reports that somebody put into the record. */
export const documentPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.documents,
    permission: 'history:read',
    audit: 'documents-shown',
    params: ofPerson,
    query: z.object({}),
    answer: async ({ params: { registerId }, viewer }, context) => {
      const today = londonDate(context.clock());
      const [standing, documents] = await Promise.all([standingOf(context, registerId), readDocuments(context.pool, registerId)]);
      const sources = documents.flatMap(({ addedBy, removed }) => [addedBy, ...(removed ? [removed.by] : [])]);
      const names = await namesOfActors(context.pool, [...new Set(sources)]);
      const model: DocumentsModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'documents', viewer),
        ...documentsModel({ registerId, documents, names, today, mayWrite: viewer.permissions.has('people:write') }),
      };
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(documentsView, model, { title: 'Documents', registerId, section: 'register', crumbs }, { wordsOf: [registerId] });
    },
  }),
  page({
    method: 'get',
    path: paths.documentAdd,
    permission: 'people:write',
    audit: 'documents-shown',
    params: ofPerson,
    query: z.object({}),
    answer: async ({ params: { registerId } }, context) => {
      await standingOf(context, registerId);
      return addingPage(registerId, randomUUID(), {});
    },
  }),
  page({
    method: 'post',
    path: paths.documentAdd,
    permission: 'people:write',
    audit: 'document-added',
    params: ofPerson,
    query: z.object({}),
    form: posted,
    upload: { field: FIELDS.file, most: MOST_OF_FILE },
    answer: async ({ params: { registerId }, form, file, viewer }, context) => {
      const sent = one(form, 'document').toLowerCase();
      const id = isUuid(sent) ? sent : randomUUID();
      const read = readDocumentForm(form, file, londonDate(context.clock()));
      if ('errors' in read) return addingPage(registerId, id, form, read.errors);
      const added = await addDocument(depsOf(context), { ...read, registerId, id, source: actorOf(viewer) });
      if (added.status === 'added') return { redirect: `${paths.documents({ registerId })}#document-${added.id}` };
      // Under an id of its own what is chosen next is another document.
      return addingPage(registerId, added.status === 'id-used' ? randomUUID() : id, form, [whyNot(added)]);
    },
  }),
  page({
    method: 'get',
    path: paths.documentFile,
    permission: 'history:read',
    audit: 'document-opened',
    params: ofDocument,
    query: z.object({}),
    answer: async ({ params: { registerId, document: id } }, context) => {
      const found = await readDocument(context.pool, registerId, id);
      if (!found) throw new PageProblem('not-found');
      return fileOf(registerId, found);
    },
  }),
  page({
    method: 'get',
    path: paths.documentRemove,
    permission: 'people:write',
    audit: 'documents-shown',
    params: ofDocument,
    query: z.object({}),
    answer: async ({ params: { registerId, document } }, context) => ({
      ...removingPage(registerId, await presentAt(context, registerId, document), {}),
      wordsOf: [registerId],
    }),
  }),
  page({
    method: 'post',
    path: paths.documentRemove,
    permission: 'people:write',
    audit: 'document-removed',
    params: ofDocument,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { registerId, document: id }, form, viewer }, context) => {
      const why = readWhy(form);
      if (typeof why !== 'string') return removingPage(registerId, await presentAt(context, registerId, id), form, [why]);
      const { status } = await removeDocument(depsOf(context), { registerId, id, why, source: actorOf(viewer) });
      if (status === 'unknown') throw new PageProblem('not-found');
      return { redirect: `${paths.documents({ registerId })}#document-${id}` };
    },
  }),
];

function removingPage(registerId: string, document: PersonDocument, typed: Typed, errors: readonly FormError[] = []): PageAnswer {
  return formPage(
    {
      heading: 'Take a document away',
      intro: [
        `${wordsOfDocument(document)}.`,
        'Its file is deleted for good. That it was here stays in the record, with who took it away, and why.',
      ],
      questions: [WHY],
      action: paths.documentRemove({ registerId, document: document.id }),
      button: 'Take it away',
      cancel: paths.documents({ registerId }),
    },
    typed,
    around(registerId, 'Take a document away'),
    { errors },
  );
}
