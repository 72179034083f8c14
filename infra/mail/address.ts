import { z } from 'zod';
/** A dot-string of `atext` (RFC 5322 section 3.2.3): every sign that may stand in a mailbox's name without quotes, `&`, `'` and `+` among them. */
const LOCAL = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
/** A label of a host's name (RFC 1123 section 2.1). */
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/**
 * A mail address as RFC 5321 section 4.1.2 writes it: at most 64 signs, an `@`, and a domain of at least two labels whose last is no number.
 * Not taken, though the RFC knows them: names in quotes, which it says nobody should give out, and addresses of numbers in brackets, both
 * of which other mail programs read in ways of their own; nor letters beyond ASCII, which our mail server need not be able to pass on.
 */
export const MAIL_ADDRESS = new RegExp(`^(?=[^@]{1,64}@)${LOCAL}@(?:${LABEL}\\.)+(?=[0-9-]*[A-Za-z])${LABEL}$`);

/** The longest address that fits into an SMTP command (RFC 5321 section 4.5.3.1.3, without its brackets). */
export const LONGEST_ADDRESS = 254;

/** Whether a text is a mail address that can be written to. */
export const isMailAddress = (text: string): boolean => text.length <= LONGEST_ADDRESS && MAIL_ADDRESS.test(text);

/**
 * The mailbox that an address stands for, to compare it with others. The case of a domain means nothing (RFC 5321 section 2.4); that of the
 * name in front might, but no server keeps two mailboxes apart by it.
 */
export const mailboxOf = (address: string): string => address.trim().toLowerCase();

/** The domain of an address, in small letters. */
export const domainOf = (address: string): string => mailboxOf(address).slice(address.trim().lastIndexOf('@') + 1);

/** A mail address, wherever one is given: of a contact, of staff, in an area's profile. zod's own refuses signs that RFC 5321 allows, as in `o&leary@nhs.net`. */
export const mailAddressSchema = z.email({ pattern: MAIL_ADDRESS, error: 'must be a mail address' }).max(LONGEST_ADDRESS);
