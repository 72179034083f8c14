import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { noticeKind } from '../../domain/notices/catalogue';
import { isAudience } from '../../domain/notices/catalogue';
import type { CaughtMail } from '../../operations/parts/mail-catcher';
import { lastDigestAt } from '../../services/notices/digests/digest-times';
import { coreContext } from '../../services/rules/policies';
import { Counts, type Count } from './count';
import type { InHand } from './sending';

const NAMES = {
  missing: 'notices missing: marked as sent, and no mail arrived',
  unsent: 'notices that should have gone and did not',
  unwritten: 'notices wanted and not written',
  strangers: 'mails without a notice',
  unmarked: 'mails of notices that are not marked as sent, and were not in hand at a cut',
  doubles: 'doubled mails beyond what was in hand at a cut',
} as const;

interface NoticeRow {
  readonly key: string;
  readonly template: string;
  readonly channel: string;
  readonly status: string;
  readonly reason: string | null;
  readonly message_id: string | null;
  readonly sent_to: string | null;
  readonly waits: boolean;
}

export interface MailCounts {
  readonly counts: readonly Count[];
  readonly mails: number;
  /** The mails that came more than once, with how often too many: allowed only where they stood in hand at a cut. */
  readonly doubles: readonly { readonly key: string; readonly extra: number }[];
  /** The most doubles that the cuts can have cost. */
  readonly allowed: number;
  /** Mails of notices that went while something was cut, and were dropped or held when they were taken up again. */
  readonly stoppedSince: number;
}

/** Reasons for which a notice is held rightly: its recipient is told another way, it waits for a person after a death, or for a consent (contract 6.11(11)). */
const HELD_RIGHTLY = ['no-address', 'released-by-a-person', 'no-consent-to-meeting'];

/** Holds what arrived at the mail server against the notices: each that was sent arrived, none came from nowhere, and doubles have their cause. */
export async function countMails(pool: Pool, mails: readonly CaughtMail[], { attemptsCut }: InHand, now: Instant): Promise<MailCounts> {
  const counts = new Counts(Object.values(NAMES));
  const { rows } = await pool.query<NoticeRow>(
    `select key, template, channel, status, reason, message_id, sent_to,
            case channel when 'digest' then planned_at <= $2 else not_before <= $1 end as waits
       from notice order by created_at, key`,
    [new Date(now), new Date(lastDigestAt(now, coreContext().holidays))],
  );
  const arrived = new Map<string, CaughtMail[]>();
  for (const mail of mails) arrived.set(messageIdOf(mail), [...(arrived.get(messageIdOf(mail)) ?? []), mail]);
  const doubles: { key: string; extra: number }[] = [];
  let stoppedSince = 0;
  for (const notice of rows) {
    const own = notice.message_id === null ? [] : (arrived.get(notice.message_id) ?? []);
    if (notice.message_id !== null) arrived.delete(notice.message_id);
    const cut = attemptsCut.get(notice.key) ?? 0;
    const about = `${notice.key} (${notice.status}${notice.reason === null ? '' : `, ${notice.reason}`})`;
    if (notice.status === 'sent' && !own.some(({ envelope }) => envelope.to.includes(notice.sent_to ?? '')))
      counts.add(NAMES.missing, about);
    if (notice.status !== 'sent' && own.length > cut) counts.add(NAMES.unmarked, about);
    if (notice.status !== 'sent') stoppedSince += own.length;
    const extra = Math.max(0, own.length - 1);
    if (extra > 0) doubles.push({ key: notice.key, extra });
    if (notice.status === 'sent' && extra > cut) counts.add(NAMES.doubles, `${about}: ${own.length} mails, in hand at ${cut} cuts`);
    if (shouldHaveGone(notice)) counts.add(NAMES.unsent, about);
  }
  for (const [id, [mail]] of arrived) counts.add(NAMES.strangers, `${id} to ${mail?.envelope.to.join(', ') ?? 'nobody'}`);
  await countUnwritten(counts, pool);
  const allowed = [...attemptsCut.values()].reduce((sum, attempts) => sum + attempts, 0);
  return { counts: counts.all(), mails: mails.length, doubles, allowed, stoppedSince };
}

function shouldHaveGone({ status, reason, waits }: NoticeRow): boolean {
  if (status === 'held') return !HELD_RIGHTLY.includes(reason ?? '');
  return status === 'failed' || status === 'sending' || (status === 'queued' && waits);
}

/** The header of a mail may be folded between its name and its value. */
function messageIdOf({ raw }: CaughtMail): string {
  return /^message-id:\s*<([^>]+)>/im.exec(raw.toString('latin1'))?.[1] ?? 'no Message-ID';
}

interface WantedRow {
  readonly register_id: string;
  readonly template: string;
  readonly audience: string;
}

/** Every line of the timeline that wants somebody told has its notice, even where nobody has an address. */
async function countUnwritten(counts: Counts, pool: Pool): Promise<void> {
  const { rows } = await pool.query<WantedRow>(`
    with wanted as (
      select register_id, pathway, line->>'audience' as audience, line->>'deadline' as deadline, line->>'event' as event, line->>'meeting' as meeting,
             case what when 'step' then 'step-' || (line->>'step') else line->>'notice' end as template
        from timeline where what in ('notice', 'step'))
    select w.register_id, w.template, w.audience from wanted w
     where not exists (
       select from notice n
        where n.register_id = w.register_id and n.pathway = w.pathway and n.template = w.template and n.audience = w.audience
          and (n.deadline, n.event_id, n.meeting) is not distinct from (w.deadline, w.event, w.meeting))`);
  for (const { register_id, template, audience } of rows) {
    // Those need not exist for everybody.
    if (isAudience(audience) && (audience === 'chosen-contacts' || noticeKind(template)?.whereKnown?.includes(audience))) continue;
    counts.add(NAMES.unwritten, `${template} to ${audience} of ${register_id}`);
  }
}
