import type { PlainDate } from '../../domain/calendar/dates';
import { type PublicPage, showsAll } from '../app/public/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import { askingPaths, paths } from '../paths';

interface DirectoryModel {
  /** Who sees whom, where several teams do. */
  readonly teams: readonly { readonly for: string; readonly name: string; readonly contact: string }[];
  readonly entries: readonly { readonly need: string; readonly name: string; readonly contact: string; readonly checked: string }[];
  readonly ask: string;
}
const nowView = view<{ readonly ask: string }>('support/help-now.njk');
const directoryView = view<DirectoryModel>('support/directory.njk');

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
      const entries = area().directory.map(({ checkedOn, ...entry }) => ({
        ...entry,
        checked: dayText(checkedOn as PlainDate).replace(/^\w+ /, ''),
      }));
      return Promise.resolve(
        showsAll(
          directoryView,
          { entries, teams: area().teams ?? [], ask: askingPaths['self-referral'].plain.start() },
          'Who else can help',
        ),
      );
    },
  },
];
