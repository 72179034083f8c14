/** The names of the parameters of a path, as express writes them. */
type Named<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Named<`/${Rest}`>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never;
type Params<Pattern extends string> = Readonly<Record<Named<Pattern>, string>>;

/** What stands behind the question mark: codes alone, never a name. Empty ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** An address of the desk: the pattern for the router, and a function that makes the address for everybody else. */
export interface Path<Pattern extends string = string> {
  readonly pattern: Pattern;
  (...given: [Named<Pattern>] extends [never] ? [query?: Query] : [params: Params<Pattern>, query?: Query]): string;
}

function path<const Pattern extends string>(pattern: Pattern): Path<Pattern> {
  const hasParams = pattern.includes('/:');
  const make = (...given: readonly (Query | undefined)[]): string => {
    const params = hasParams ? (given[0] ?? {}) : {};
    const query = hasParams ? given[1] : given[0];
    const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
    const address = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
    return asked.length === 0
      ? address
      : `${address}?${new URLSearchParams(Object.fromEntries(asked.map(([name, value]) => [name, String(value)]))).toString()}`;
  };
  return Object.assign(make, { pattern }) as Path<Pattern>;
}

/** The pages of a form for everybody: its beginning, its questions, where it is sent, and where it is said that it was. */
const asking = <const At extends string>(at: At) => ({
  start: path(at),
  questions: path(`${at}/questions`),
  send: path(`${at}/send`),
  sent: path(`${at}/sent`),
});

/** What can be asked without an account, in plain words and in easy ones. */
export const askingPaths = {
  'self-referral': { plain: asking('/refer/yourself'), easy: asking('/easy-read/refer/yourself') },
  flag: { plain: asking('/flag'), easy: asking('/easy-read/flag') },
  'review-request': { plain: asking('/ask-for-a-review'), easy: asking('/easy-read/ask-for-a-review') },
} as const;

/** Every other address of the desk, for the router, the pages, the mails and the tests. */
export const paths = {
  start: path('/'),
  signIn: path('/sign-in'),
  signInStart: path('/sign-in/start'),
  signInBack: path('/sign-in/back'),
  signOut: path('/sign-out'),
  signedOut: path('/signed-out'),
  backChannelSignOut: path('/sign-out/back-channel'),
  /** What the script of the pages asks. */
  session: path('/session'),
  keptForms: path('/session/kept'),
  keptFormDrop: path('/session/kept/drop'),
  /** For everybody: where to turn at once, who else can help, and the forms with what is to be read and printed (what is asked: `askingPaths`). */
  areas: path('/areas'),
  helpNow: path('/get-help-now'),
  directory: path('/directory'),
  printedForms: path('/forms'),
  printedForm: path('/forms/:form'),
  printedEdition: path('/forms/:form/:edition'),
  developers: path('/developers'),
  names: path('/names'),
  today: path('/today'),
  referrals: path('/referrals'),
  /** Somebody is referred by a member of staff: the form, what comes of it, and the deed. */
  refer: path('/referrals/new'),
  referRecord: path('/referrals/new/record'),
  referral: path('/referrals/:reference'),
  referralDecide: path('/referrals/:reference/decide'),
  reviews: path('/reviews'),
  /** What one of its panel may read of a review, a paper of it, and that they keep no copy. */
  panel: path('/panel/:registerId/:meeting'),
  panelPaper: path('/panel/:registerId/:meeting/papers/:document'),
  panelDeleted: path('/panel/:registerId/:meeting/no-copy'),
  register: path('/register'),
  find: path('/register/find'),
  registerOverTime: path('/register/over-time'),
  registerAsAt: path('/register/as-at'),
  /** The reviews of the whole register: which there are, one of them, somebody in it, and its end. */
  registerReviews: path('/register/reviews'),
  registerReview: path('/register/review/:review'),
  registerReviewPerson: path('/register/review/:review/people/:registerId'),
  registerReviewEnd: path('/register/review/:review/end'),
  person: path('/people/:registerId'),
  deadlines: path('/people/:registerId/deadlines'),
  deadline: path('/people/:registerId/deadlines/:deadline'),
  record: path('/people/:registerId/record'),
  recordEvent: path('/people/:registerId/record/:type'),
  recordCheck: path('/people/:registerId/record/:type/check'),
  recordTogether: path('/people/:registerId/record/together/:journey'),
  recordTogetherCheck: path('/people/:registerId/record/together/:journey/check'),
  correct: path('/people/:registerId/correct'),
  correctEvent: path('/people/:registerId/correct/:event'),
  correctCheck: path('/people/:registerId/correct/:event/check'),
  correction: path('/people/:registerId/corrections/:event'),
  correctionConfirm: path('/people/:registerId/corrections/:event/confirm'),
  correctionNotRight: path('/people/:registerId/corrections/:event/not-right'),
  correctionPutRight: path('/people/:registerId/corrections/:event/put-right'),
  handOver: path('/people/:registerId/hand-over'),
  handedOver: path('/people/:registerId/handed-over'),
  take: path('/people/:registerId/take'),
  did: path('/people/:registerId/did'),
  undo: path('/people/:registerId/undo'),
  openRestricted: path('/people/:registerId/open'),
  restriction: path('/people/:registerId/restriction'),
  restrictionLooked: path('/people/:registerId/restriction/looked'),
  restricted: path('/restricted'),
  restrictedLooked: path('/restricted/:opening/looked'),
  history: path('/people/:registerId/history'),
  workflow: path('/people/:registerId/history/workflow'),
  asWas: path('/people/:registerId/history/on-a-day'),
  looked: path('/people/:registerId/looked'),
  accessLog: path('/access-log'),
  accessLogReviewed: path('/access-log/reviewed'),
  accessLogExport: path('/access-log/export'),
  noticesGoing: path('/notices'),
  noticesHeld: path('/notices/held'),
  noticesFailed: path('/notices/failed'),
  noticesSent: path('/notices/sent'),
  notice: path('/notices/:notice'),
  noticeHold: path('/notices/:notice/hold'),
  noticeRelease: path('/notices/:notice/release'),
  noticeAgain: path('/notices/:notice/send-again'),
  noticeNow: path('/notices/:notice/send-now'),
  noticeAddress: path('/notices/:notice/address'),
  sortOut: path('/sort-out'),
  sortOutOne: path('/sort-out/:event'),
  sortOutDismiss: path('/sort-out/:event/dismiss'),
  sortOutSentAgain: path('/sort-out/:event/recorded-anew'),
  needs: path('/people/:registerId/needs'),
  contactAdd: path('/people/:registerId/needs/add'),
  contact: path('/people/:registerId/needs/contacts/:contact'),
  contactChange: path('/people/:registerId/needs/contacts/:contact/change'),
  contactEnd: path('/people/:registerId/needs/contacts/:contact/end'),
  contactDetails: path('/people/:registerId/needs/contacts/:contact/details'),
  forms: path('/people/:registerId/forms'),
  sheet: path('/people/:registerId/forms/:sheet'),
  sheetSection: path('/people/:registerId/forms/:sheet/:section'),
  sheetVersion: path('/people/:registerId/forms/:sheet/versions/:version'),
  documents: path('/people/:registerId/documents'),
  documentAdd: path('/people/:registerId/documents/add'),
  documentFile: path('/people/:registerId/documents/:document/file'),
  documentRemove: path('/people/:registerId/documents/:document/take-away'),
  meetings: path('/people/:registerId/meetings'),
  meeting: path('/people/:registerId/meetings/:meeting'),
  /** What was found on a visit to somebody in hospital. */
  visit: path('/people/:registerId/visits/:visit'),
  meetingNotes: path('/people/:registerId/meetings/:meeting/notes/:section'),
  meetingWho: path('/people/:registerId/meetings/:meeting/who'),
  meetingWhoOut: path('/people/:registerId/meetings/:meeting/who/:attendee/take-out'),
  meetingAction: path('/people/:registerId/meetings/:meeting/action'),
  actions: path('/people/:registerId/actions'),
  actionResponse: path('/people/:registerId/actions/:action/response'),
  /** What is done in the place of an action that cannot be. */
  actionInstead: path('/people/:registerId/actions/:action/instead'),
  /** Somebody writes: to the owner of an action, to others how things go on, and what a meeting said. */
  actionAsk: path('/people/:registerId/actions/:action/ask'),
  actionLinkBack: path('/people/:registerId/actions/:action/ask/:link/take-back'),
  progress: path('/people/:registerId/progress'),
  /** The notes as a file for Excel, and a filled one taken in; the agenda and the report to print. */
  meetingFile: path('/people/:registerId/meetings/:meeting/file'),
  meetingFileIn: path('/people/:registerId/meetings/:meeting/file/take-in'),
  meetingAgenda: path('/people/:registerId/meetings/:meeting/agenda'),
  meetingReport: path('/people/:registerId/meetings/:meeting/report'),
  /** Whom the report of a review has to reach, and when it did. */
  meetingReportReaders: path('/people/:registerId/meetings/:meeting/report/readers'),
  /** Which documents the panel of a review may read, and until when. */
  meetingPapers: path('/people/:registerId/meetings/:meeting/papers'),
  meetingPapersTell: path('/people/:registerId/meetings/:meeting/papers/tell'),
  meetingSend: path('/people/:registerId/meetings/:meeting/send'),
  /** That a director requires professionals at a review. */
  meetingDirective: path('/people/:registerId/meetings/:meeting/directive'),
  /** For the owner of an action who has no account: the address has its secret, and leads to that action alone. */
  answer: path('/answer/:link'),
  calendar: path('/calendar'),
  /** What was agreed and is still to be done, of everybody. */
  everybodysActions: path('/actions'),
  /** The visits that are owed, by hospital. */
  visits: path('/visits'),
  myFeed: path('/calendar/my-feed'),
  myFeedBack: path('/calendar/my-feed/take-back'),
  /** The file is named by its secret, `<secret>.ics`; no session is needed. */
  calendarFeed: path('/calendar/feed/:file'),
  /** How the pathway goes, the records that did not keep a standard, and what may be given to whoever monitors with us. */
  measures: path('/measures'),
  measuresStandard: path('/measures/standards/:standard'),
  measuresShared: path('/measures/shared'),
  rules: path('/rules'),
  ruleSet: path('/rules/:ruleSet'),
  settings: path('/settings'),
  staffList: path('/settings/staff'),
  staffAdd: path('/settings/add-staff'),
  member: path('/settings/staff/:id'),
  memberChange: path('/settings/staff/:id/change'),
  memberLeave: path('/settings/staff/:id/leave'),
  memberReturn: path('/settings/staff/:id/return'),
  memberAway: path('/settings/staff/:id/away'),
  memberBack: path('/settings/staff/:id/back'),
  memberSignInAnew: path('/settings/staff/:id/sign-in-anew'),
  tokens: path('/settings/tokens'),
  tokenNew: path('/settings/tokens/new'),
  tokenRevoke: path('/settings/tokens/revoke'),
  sending: path('/settings/sending'),
  sendingSwitch: path('/settings/sending/switch'),
  areaProfile: path('/settings/area'),
  areaPrompts: path('/settings/area/prompts/:sheet'),
  status: path('/status'),
  practice: path('/practice'),
} as const;
