/**
 * Reads an NHS number as people write it, with spaces or without.
 * Out: its ten digits, or null where it has another shape or its check digit is wrong
 * (modulus 11: NHS Data Dictionary, attribute NHS NUMBER).
 */
export function parseNhsNumber(text: string): string | null {
  const digits = text.replaceAll(' ', '');
  if (!/^\d{10}$/.test(digits)) return null;
  let sum = 0;
  for (let place = 0; place < 9; place += 1) sum += Number(digits.charAt(place)) * (10 - place);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(digits.charAt(9)) ? digits : null;
}
