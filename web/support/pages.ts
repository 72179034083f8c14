import type { PlainDate } from '../../domain/calendar/dates';
import { type PublicPage, showsAll } from '../app/public/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import { localOfferShown, type OfferShown } from '../content/local-offer';
import { askingPaths, paths } from '../paths';

interface DirectoryModel {
  /** Who sees whom, where several teams do. */
  readonly teams: readonly { readonly for: string; readonly name: string; readonly contact: string }[];
  readonly entries: readonly { readonly need: string; readonly name: string; readonly contact: string; readonly checked: string }[];
  /** What the Local Offer says; null: nobody has noted it. */
  readonly offer: { readonly rows: readonly OfferShown[]; readonly checked: string } | null;
  readonly ask: string;
}
const nowView = view<{ readonly ask: string }>('support/help-now.njk');
const directoryView = view<DirectoryModel>('support/directory.njk');

/** The day without its weekday. */
const checkedText = (on: string): string => dayText(on as PlainDate).replace(/^\w+ /, '');

/** Where to turn at once, and who else can help: what the area's profile says. */
export const supportPages: readonly PublicPage[] = [
  {
    method: 'get',
    path: paths.helpNow,
    answer: () => Promise.resolve(showsAll(nowView, { ask: askingPaths['self-referral'].plain.start() }, 'Get help now')),
  },
  {
    method: 'get',
    path: paths.directory,
    answer: (_input, { area }) => {
      const { directory, teams = [], localOffer } = area();
      const entries = directory.map(({ checkedOn, ...entry }) => ({ ...entry, checked: checkedText(checkedOn) }));
      const rows = localOfferShown(localOffer);
      const offer = localOffer === undefined || rows.length === 0 ? null : { rows, checked: checkedText(localOffer.checkedOn) };
      return Promise.resolve(
        showsAll(directoryView, { entries, teams, offer, ask: askingPaths['self-referral'].plain.start() }, 'Who else can help'),
      );
    },
  },
];
