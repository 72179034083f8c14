import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { type Alike, readAlike } from '../../services/pathway/alike';
import { type EventView, wordsOf } from '../../services/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { dayText, momentText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { byText } from '../content/sources';
import { type Named, storyOf } from '../content/story';
import { entryHref } from '../parts/story-anchor';
import { standingOf } from '../person/standing';

/** That something like what is about to be recorded is in the record already. */
export interface AlikeModel {
  readonly said: string;
  /** What that entry says. */
  readonly entry: string;
  /** Where it stands in the history; null: not for this reader. */
  readonly href: string | null;
}

/** What a page says of entries that look like those about to be recorded, for a reader. */
export interface AlikeShown {
  readonly alike: readonly AlikeModel[];
  /** Everyone of whom it shows words that somebody typed. */
  readonly wordsOf: readonly string[];
}

/** What is about to be recorded, under one id; `titles`: what each is called where there are several, absent: it is one. */
interface About {
  readonly id: string;
  readonly events: readonly PathwayEvent[];
  readonly titles?: readonly string[];
}

/** Of these the words tell one from another; of the others the codes do. */
const TOLD_BY_WORDS: ReadonlySet<string> = new Set(['action-agreed', 'action-blocked', 'change-reported']);

/** What an entry refers to, as far as the record of how somebody stands tells it. */
const namedIn = ({ meetings }: Standing): Named => ({
  meeting: (id) => {
    const found = meetings.find((one) => one.id === id);
    return found ? `${meetingTitle(found.kind)}, ${dayText(found.on)}` : null;
  },
  action: () => null,
});

function toldOf({ type, event, on }: EventView, standing: Standing): string {
  const { headline, facts, words } = storyOf(type, event, namedIn(standing));
  const typed = TOLD_BY_WORDS.has(type) ? words.map(({ label, text }) => `${label}: “${text}”.`) : [];
  // A booking says its day itself.
  const when = on === null || type === 'meeting-scheduled' ? [] : [`On ${dayText(on)}.`];
  return [`${headline}.`, ...facts, ...when, ...typed].join(' ');
}

/**
 * What is in the record already and looks like what is about to be recorded: of each event the entry recorded last. Whoever may not read the history
 * is told only of what they recorded themselves. `sequence`: of the preview, so that nothing that it has seen is missed here.
 */
export async function alikeFor(
  context: WebContext,
  viewer: Viewer,
  of: { readonly standing: Standing; readonly sequence?: number },
  { id, events, titles }: About,
): Promise<AlikeShown> {
  const { pool, clock } = context;
  const now: Instant = clock();
  const { registerId } = of.standing;
  const standing = of.sequence === undefined || of.sequence === of.standing.sequence ? of.standing : await standingOf(context, registerId);
  const readsHistory = viewer.permissions.has('history:read');
  const all = await readAlike(pool, { registerId, record: standing.record, id, events }, now);
  const seen = all.filter(({ entry }) => readsHistory || entry.source === actorOf(viewer));
  const latest = seen.filter(({ part }, place) => seen.findIndex((one) => one.part === part) === place);
  if (latest.length === 0) return NOTHING_ALIKE;
  const names = await namesOfActors(
    pool,
    latest.map(({ entry }) => entry.source),
  );
  const byId = new Map([...names].map(([actor, name]) => [actor.replace(/^staff:/, ''), name]));
  const today = londonDate(now);
  const said = ({ part, entry }: Alike): AlikeModel => ({
    said: `${titles?.[part] ?? 'This'} looks like one recorded at ${momentText(parseInstant(entry.at), today)} ${byText(entry.source, byId)}`,
    entry: reviewsNamed(toldOf(entry, standing), reviewName(standing.bornOn, today)),
    href: readsHistory ? entryHref(registerId, entry.id) : null,
  });
  const words = latest.flatMap(({ entry }) => (TOLD_BY_WORDS.has(entry.type) ? [entry] : []));
  return { alike: latest.map(said), wordsOf: wordsOf(words) };
}

export const NOTHING_ALIKE: AlikeShown = { alike: [], wordsOf: [] };

/** What the button says that records it all the same. */
export const pressBeside = (press: string, { alike }: AlikeShown): string =>
  alike.length === 0 ? press : `It is another one: ${press.charAt(0).toLowerCase()}${press.slice(1)}`;
