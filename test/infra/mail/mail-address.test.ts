import { domainOf, isMailAddress, mailboxOf } from '../../../infra/mail/address';
import { contactSchema } from '../../../services/people/contacts';

test.each([
  'o&leary@nhs.net',
  "o'leary@nhs.net",
  'jo+pathway@example.org',
  'a.b-c_d@sub.nhs.uk',
  "!#$%&'*+/=?^_`{|}~-@example.org",
  'JO@EXAMPLE.ORG',
  '1@a-1.example',
  'x@xn--bcher-kva.example',
  `${'a'.repeat(64)}@example.org`,
])('%s is an address (RFC 5321)', (address) => {
  expect(isMailAddress(address)).toBe(true);
  expect(contactSchema.safeParse({ name: 'Jo Example', role: 'referrer', email: address }).success).toBe(true);
});

test.each([
  '',
  'jo',
  'jo@',
  '@example.org',
  'jo@example',
  'jo@localhost',
  'jo@@example.org',
  'jo@example.org ',
  'jo@example.org\n',
  'jo @example.org',
  'jo..example@example.org',
  '.jo@example.org',
  'jo.@example.org',
  'jo@-example.org',
  'jo@example-.org',
  'jo@example..org',
  'jo@10.0.0.1',
  'jo@[10.0.0.1]',
  '"jo example"@example.org',
  'jo@example.org, other@example.org',
  'Jo <jo@example.org>',
  'jö@example.org',
  'jo\u0000@example.org',
  'jo%0d%0aBcc:x@example.org\r\nBcc: other@example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.org`,
])('%j is none', (address) => {
  expect(isMailAddress(address)).toBe(false);
  expect(contactSchema.safeParse({ name: 'Jo Example', role: 'referrer', email: address }).success).toBe(false);
});

test('one mailbox, however it is spelt', () => {
  expect(mailboxOf(' Jo.Example@NHS.net ')).toBe(mailboxOf('jo.example@nhs.NET'));
  expect(domainOf('a@B.Example')).toBe('b.example');
});
