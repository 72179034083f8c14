import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Message } from '../../../domain/forms/meetings';
import type { CoreContext } from '../../../domain/pathway/types';
import type { Mail, MailMessage } from '../../../infra/mail/mail';
import type { DroppedFor, HeldFor } from '../reasons';
import type { SendingPace } from './pace';
import type { ServerTrouble } from './server-away';

/** What sending works with. */
export interface SenderDeps {
  readonly pool: Pool;
  /** The way of the channel that is sent. */
  readonly mail: Mail;
  /** The rules: what a notice rests on is asked of the core as it goes. */
  readonly core: CoreContext;
  /** The clock: milliseconds since 1970. */
  readonly now: () => Instant;
  /** The address of a link by which somebody answers, which is told to nobody but them; absent: words stand in its place. */
  readonly answerAt?: (link: string) => string;
  /** The public address of a form that is read and printed, by its name; absent: it is not known, and no mail tells one. */
  readonly formAt?: ((form: string) => string) | undefined;
  /** Absent: that of the service. */
  readonly pace?: SendingPace;
  /** Told of a notice that could not be read or written; the notice itself waits for its next attempt. */
  readonly onError?: (error: unknown, notice: string) => void;
  /** Told of what came of each notice that was taken in hand. */
  readonly onOutcome?: (outcome: NoticeOutcome) => void;
}

/** What a notice is checked with. */
export type CheckDeps = Pick<SenderDeps, 'pool' | 'core' | 'now' | 'answerAt' | 'formAt'> & {
  /** What is written by hand and not sent yet. */
  readonly draft?: Message;
};

/** A notice that was checked and goes: its message, made when it is asked for, and what it tells of its meeting (`toldOf`). */
export interface Ready {
  readonly write: () => MailMessage;
  readonly told: string | null;
}

/** It does not go: dropped, or held until a person lets it go, or until something is heard that it waits for. */
export type Stopped = (
  { readonly ended: 'held'; readonly reason: HeldFor } | { readonly ended: 'dropped'; readonly reason: DroppedFor }
) & {
  /** The person's sequence by which it was checked. */
  readonly sequence?: number;
};

/** In its place a notice was written for each who had been told. */
interface ToldOneByOne {
  readonly ended: 'told-one-by-one';
}

/** Not tried after all: it waits as if it had not been taken in hand; with `until`, until then. */
interface LaidBack {
  readonly ended: 'laid-back';
  readonly given: Given;
  readonly until?: Instant;
}

/** Laid back: nothing is sent to its recipient at this hour of the day. */
export type CheckedNotice = Ready | Stopped | ToldOneByOne | LaidBack;

/**
 * Whether the message was given to the mail server: it was not (nor was its lease begun anew); it was, and is known to have come to nothing or
 * to have been taken; or the server may have taken it.
 */
export type Given = 'no' | 'answered' | 'perhaps';

/** How the attempt to deliver a notice ended. */
export type Delivery = {
  /** Whether the mail server lets us in: found out now (`there`), what is in the way, or nothing new. */
  readonly server?: 'there' | ServerTrouble;
} & (
  | { readonly ended: 'sent'; readonly subject: string; readonly address: string }
  | LaidBack
  /** The server took it no further, as it seems for a reason of its own. */
  | { readonly ended: 'turned-away'; readonly server: ServerTrouble }
  | Failed
);

/** It could not be sent; with `error`, for a fault on our side. */
export interface Failed {
  readonly ended: 'failed';
  readonly reason: string;
  /** Not to be tried again by itself. */
  readonly lasting: boolean;
  readonly given: Given;
  readonly error?: unknown;
}

/** How one attempt at a notice in hand ended. `interrupted`: the database went away before anything was given to the mail server. */
export type Attempt = Stopped | ToldOneByOne | Delivery | { readonly ended: 'interrupted'; readonly error: unknown };

/** What came of a notice in hand. `waiting`: not tried after all; `away`: nor taken, through no fault of its own. */
export type NoticeOutcome = 'sent' | 'queued' | 'failed' | 'held' | 'dropped' | 'waiting' | 'away';
