import { z } from 'zod';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { type PersonDocument, readDocument, readDocuments } from '../../services/forms/documents';
import { type OwnReview, readOwnReview } from '../../services/meetings/panel/own-reviews';
import { keepDeleted, keepOpened } from '../../services/meetings/panel/papers';
import { coreContext } from '../../services/rules/policies';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { dayText, momentText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { fileOf } from '../documents/file';
import { sizeText, wordsOfDocument } from '../documents/model';
import { paths } from '../paths';
import { timesOf } from './times';

interface PanelModel {
  readonly title: string;
  readonly when: string;
  readonly registerId: string;
  /** Why there is nothing to read; null: there is. */
  readonly said: string | null;
  /** The last day; null: nothing is open. */
  readonly until: string | null;
  readonly papers: readonly { readonly what: string; readonly facts: string; readonly href: string; readonly opened: boolean }[];
  /** What they say of their copies; null: they opened nothing. */
  readonly copies: { readonly said: string; readonly press: string | null } | null;
}
const panelView = view<PanelModel>('reviews/panel.njk');

const ofReview = z.object({ registerId: z.string(), meeting: z.string() });
const nothing = z.object({});

const depsOf = ({ pool, seals, clock }: WebContext) => ({ pool, seals, clock });

/** A review as one of its panel. Throws the problem of an address that leads nowhere, where it is not theirs. */
async function ownReview({ pool, clock }: WebContext, viewer: Viewer, of: z.output<typeof ofReview>): Promise<OwnReview> {
  const own = await readOwnReview({ pool, core: coreContext() }, viewer, of, clock());
  if (own === null) throw new PageProblem('not-found');
  return own;
}

/** The same, where a document of it is open to them now. */
async function openTo(
  context: WebContext,
  viewer: Viewer,
  of: z.output<typeof ofReview> & { readonly document: string },
): Promise<OwnReview> {
  const own = await ownReview(context, viewer, of);
  if (own.papers.as !== 'open' || !own.papers.shared.documents.includes(of.document)) throw new PageProblem('not-found');
  return own;
}

const SAID: Readonly<Record<OwnReview['papers']['as'], (review: OwnReview) => string | null>> = {
  none: () => 'No papers are shared with you yet.',
  shut: () => 'Papers are not open to you: what is asked for before they may be shown is not there, or not any more.',
  open: () => null,
  ended: ({ papers }) => (papers.as === 'ended' ? `They were open until ${dayText(papers.until)}.` : null),
};

function copiesOf({ reading, registerId, meeting }: OwnReview, today: PlainDate): PanelModel['copies'] {
  if (reading === null || reading.opened.length === 0) return null;
  return reading.deleted
    ? { said: `You said ${momentText(reading.at, today)} that you keep no copy.`, press: null }
    : { said: '', press: paths.panelDeleted({ registerId, meeting }) };
}

function panelModel(review: OwnReview, documents: readonly PersonDocument[], today: PlainDate): PanelModel {
  const { registerId, meeting, kind, on, papers, reading } = review;
  const shared = papers.as === 'open' ? papers.shared.documents : [];
  return {
    ...{ registerId, title: meetingTitle(kind), when: `${dayText(on)}, ${timesOf(review)}` },
    said: SAID[papers.as](review),
    until: papers.as === 'open' ? dayText(papers.until) : null,
    papers: documents
      .filter(({ id, removed }) => shared.includes(id) && removed === null)
      .map((document) => ({
        what: wordsOfDocument(document),
        facts: `${document.file.type.toUpperCase()}, ${sizeText(document.file.bytes)}`,
        href: paths.panelPaper({ registerId, meeting, document: document.id }),
        opened: reading?.opened.includes(document.id) ?? false,
      })),
    copies: copiesOf(review, today),
  };
}

const back = { href: paths.reviews(), text: 'Your reviews' };

/** What one of the panel of a review may read, until its last day: nothing else of the person. */
export const panelPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.panel,
    permission: 'reviews:read',
    audit: 'panel-papers-shown',
    ofOwnReview: true,
    besideRecord: true,
    params: ofReview,
    query: nothing,
    answer: async ({ params, viewer }, context) => {
      const review = await ownReview(context, viewer, params);
      const documents = review.papers.as === 'open' ? await readDocuments(context.pool, review.registerId) : [];
      const model = panelModel(review, documents, londonDate(context.clock()));
      return shows(panelView, model, { title: model.title, registerId: review.registerId, section: 'reviews', back });
    },
  }),
  page({
    method: 'get',
    path: paths.panelPaper,
    permission: 'reviews:read',
    audit: 'panel-paper-opened',
    ofOwnReview: true,
    besideRecord: true,
    params: ofReview.extend({ document: z.string() }),
    query: nothing,
    answer: async ({ params, viewer }, context) => {
      const { registerId, pathway, meeting } = await openTo(context, viewer, params);
      const found = await readDocument(context.pool, registerId, params.document);
      if (!found) throw new PageProblem('not-found');
      const kept = await keepOpened(depsOf(context), { registerId, pathway, meeting }, viewer.id, params.document);
      // Consent may have been withdrawn while that was written down, which waits for whoever changes the record.
      if (kept === 'unknown') throw new PageProblem('not-found');
      await openTo(context, viewer, params);
      return fileOf(registerId, found);
    },
  }),
  page({
    method: 'post',
    path: paths.panelDeleted,
    permission: 'reviews:read',
    audit: 'panel-copies-deleted',
    ofOwnReview: true,
    besideRecord: true,
    params: ofReview,
    query: nothing,
    form: nothing,
    answer: async ({ params, viewer }, context) => {
      const { registerId, pathway, meeting } = await ownReview(context, viewer, params);
      await keepDeleted(depsOf(context), { registerId, pathway, meeting }, viewer.id);
      return { redirect: paths.reviews() };
    },
  }),
];
