/**
 * What is typed where no number is known: each passes the check digit, and none is ever given out.
 * (Ranges that are not in use today are not refused: they may be given out one day, and the range 999 serves tests.)
 */
const NOBODYS = /^(\d)\1{9}$|^0123456789$|^9876543210$/;

/**
 * Reads an NHS number as people write it, with spaces or without.
 * Out: its ten digits, or null where it has another shape, its check digit is wrong
 * (modulus 11: NHS Data Dictionary, attribute NHS NUMBER), or it is a filler that is nobody's.
 */
export function parseNhsNumber(text: string): string | null {
  const digits = text.replaceAll(' ', '');
  if (!/^\d{10}$/.test(digits) || NOBODYS.test(digits)) return null;
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(digits.charAt(place)) * (10 - place);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits.charAt(9)) ? digits : null;
}
