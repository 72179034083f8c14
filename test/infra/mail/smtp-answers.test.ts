import { enhancedStatus, whose, type Whose } from '../../../infra/mail/smtp-answers';

/** What mail servers answer in the world, and whose trouble that is. */
const TABLE: readonly (readonly [string, string, Whose])[] = [
  // RFC 3463 section 3.2: addresses.
  ['550 5.1.1 user unknown', 'RCPT TO', 'recipient'],
  ['550 5.1.2 no such domain', 'RCPT TO', 'recipient'],
  ['553 5.1.3 bad syntax', 'RCPT TO', 'recipient'],
  ['551 5.1.6 has moved', 'RCPT TO', 'recipient'],
  ['556 5.1.10 the domain takes no mail', 'RCPT TO', 'recipient'],
  ['501 5.1.7 bad sender', 'MAIL FROM', 'channel'],
  ['550 5.1.8 sender not known', 'RCPT TO', 'channel'],
  // Section 3.3: mailboxes.
  ['550 5.2.1 disabled', 'RCPT TO', 'recipient'],
  ['452 4.2.2 full', 'RCPT TO', 'recipient'],
  ['552 5.2.2 over quota', 'RCPT TO', 'recipient'],
  ['552 5.2.3 longer than this mailbox takes', 'DATA', 'message'],
  // Section 3.4: the mail system.
  ['452 4.3.1 no room', 'MAIL FROM', 'channel'],
  ['421 4.3.2 shutting down', 'DATA', 'channel'],
  ['552 5.3.4 too big', 'MAIL FROM', 'message'],
  ['552 5.3.4 too big', 'DATA', 'message'],
  ['451 4.3.5 wrongly set up', 'RCPT TO', 'channel'],
  // Section 3.5: ways.
  ['450 4.4.1 no answer from host', 'RCPT TO', 'recipient'],
  ['550 5.4.4 no route', 'RCPT TO', 'recipient'],
  ['550 5.4.5 Daily user sending quota exceeded', 'RCPT TO', 'channel'],
  ['550 5.4.5 Daily user sending quota exceeded', 'DATA', 'channel'],
  ['452 4.4.5 busy', 'DATA', 'channel'],
  ['451 4.4.3 the directory does not answer', 'RCPT TO', 'channel'],
  // Section 3.6: the conversation.
  ['503 5.5.1 out of order', 'DATA', 'channel'],
  ['550 5.5.0 mailbox unavailable', 'RCPT TO', 'recipient'],
  ['501 5.5.4 bad arguments', 'MAIL FROM', 'channel'],
  // Section 3.7: content.
  ['554 5.6.0 cannot be read', 'DATA', 'message'],
  ['554 5.6.1 not taken here', 'DATA', 'message'],
  // Section 3.8: policy.
  ['454 4.7.0 temporary authentication failure', 'AUTH PLAIN', 'channel'],
  ['535 5.7.8 wrong password', 'AUTH PLAIN', 'channel'],
  ['530 5.7.0 must issue STARTTLS first', 'MAIL FROM', 'channel'],
  ['550 5.7.1 relaying denied', 'RCPT TO', 'channel'],
  ['550 5.7.26 not authenticated mail', 'DATA', 'channel'],
  ['421 4.7.28 unusual rate', 'DATA', 'channel'],
  ['550 5.7.17 the mailbox changed hands', 'RCPT TO', 'recipient'],
  // Without an enhanced status.
  ['554 no service here', 'CONN', 'channel'],
  ['535 not you', 'AUTH LOGIN', 'channel'],
  ['550 no', 'MAIL FROM', 'channel'],
  ['421 closing', 'RCPT TO', 'channel'],
  ['450 busy', 'RCPT TO', 'recipient'],
  ['450 busy', 'DATA', 'channel'],
  ['451 local error', 'RCPT TO', 'channel'],
  ['452 no room', 'DATA', 'channel'],
  ['454 no TLS now', 'DATA', 'channel'],
  ['550 nobody', 'RCPT TO', 'recipient'],
  ['553 not an address', 'RCPT TO', 'recipient'],
  ['552 full', 'RCPT TO', 'recipient'],
  ['552 too big', 'DATA', 'message'],
  ['554 refused', 'DATA', 'message'],
  ['503 out of order', 'RCPT TO', 'channel'],
];

test.each(TABLE)('%s, at %s: the trouble of the %s', (answer, command, expected) => {
  expect(whose({ code: Number(answer.slice(0, 3)), status: enhancedStatus(answer), command })).toBe(expected);
});

test.each([
  ['550 5.1.1 no', '5.1.1'],
  ['550-5.7.26 several\n550-5.7.26 lines', '5.7.26'],
  ['550 5.1.1', '5.1.1'],
  ['550 no 5.1.1', null],
  // Of another class than its code: not to be relied on (RFC 2034 section 4).
  ['550 4.1.1 no', null],
  ['550 5.1 no', null],
  ['550 5.1.1234 no', null],
  ['what?', null],
])('the enhanced status of "%s" is %s', (answer, status) => {
  expect(enhancedStatus(answer)).toBe(status);
});
