import type { Page } from './app/page';
import type { PublicPage } from './app/public/page';
import { askingPages } from './asking/pages';
import { printedPages } from './printed/pages';
import { supportPages } from './support/pages';
import { documentPages } from './documents/pages';
import { developersPages } from './developers/pages';
import { formsPages } from './forms/pages';
import { historyPages } from './history/pages';
import { accessLogPages } from './history/access-log/page';
import { exportPages } from './history/access-log/export-page';
import { asWasPages } from './history/then/page';
import { looksPages } from './history/looks-pages';
import { meetingPages } from './meetings/pages';
import { measuresPages } from './measures/pages';
import { messagePages } from './messages/pages';
import { answerPages } from './answer/pages';
import { needsPages } from './needs/pages';
import { noticesPages } from './notices/pages';
import { calendarPages } from './calendar/pages';
import { visitsPages } from './calendar/visits';
import { correctionsPages } from './corrections/pages';
import { handOverPages } from './person/hand-over';
import { personPages } from './person/pages';
import { correctPages } from './record/correct';
import { pressPages } from './record/press';
import { practicePages } from './practice/pages';
import { choosePages } from './record/choose';
import { recordPages } from './record/pages';
import { takePages } from './record/take';
import { restrictedPages } from './restricted/pages';
import { togetherPages } from './record/together/pages';
import { referralsPages } from './referrals/pages';
import { registerPages } from './register/pages';
import { thenPages } from './register/then-pages';
import { registerReviewPages } from './register-review/pages';
import { sortOutPages } from './sort-out/pages';
import { reviewsPages } from './reviews/pages';
import { rulesPages } from './rules/pages';
import { settingsPages } from './settings/pages';
import { statusPages } from './status/pages';
import { todayPages } from './today/pages';

/** Every page of the desk: an area adds its own here, and nothing else of the frame knows of it. */
export const pages: readonly Page[] = [
  ...todayPages,
  ...referralsPages,
  ...registerPages,
  ...thenPages,
  ...registerReviewPages,
  ...measuresPages,
  ...personPages,
  ...handOverPages,
  ...restrictedPages,
  ...choosePages,
  ...recordPages,
  ...togetherPages,
  ...correctPages,
  ...correctionsPages,
  ...pressPages,
  ...takePages,
  ...meetingPages,
  ...messagePages,
  ...needsPages,
  ...formsPages,
  ...documentPages,
  ...historyPages,
  ...asWasPages,
  ...looksPages,
  ...accessLogPages,
  ...exportPages,
  ...noticesPages,
  ...sortOutPages,
  ...calendarPages,
  ...visitsPages,
  ...reviewsPages,
  ...rulesPages,
  ...settingsPages,
  ...statusPages,
  ...practicePages,
  ...developersPages,
];

/** Every page for everybody: nobody signs in to see it. */
export const publicPages: readonly PublicPage[] = [...askingPages, ...printedPages, ...supportPages, ...answerPages];
