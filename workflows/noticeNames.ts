/** The names under which the notice workflows and those who wake them know each other. No dependency: every side may import it. */

/** Where the notice workflows are worked. */
export const NOTICE_QUEUE = 'notices';

export const NOTICE_SENDER = 'noticeSender';
export const DAILY_DIGEST = 'dailyDigest';

/** There is something to send: look now. */
export const WAKE_SIGNAL = 'wake';

/** The channels of messages that go by themselves: by mail, and as a text message or a letter on paper by GOV.UK Notify. */
export const MAIL_CHANNEL = 'mail';
export const NOTIFY_CHANNEL = 'notify';
export const MESSAGE_CHANNELS = [MAIL_CHANNEL, NOTIFY_CHANNEL] as const;

/** One sender a channel. */
export const senderWorkflowId = (channel: string): string => `notices/${channel}`;
export const DIGEST_WORKFLOW_ID = 'notices/digest';
