import { parseNhsNumber } from '../people/nhs-number';

/** The valid NHS numbers of the range kept for tests, one after the other. */
export function* testNhsNumbers(): Generator<string> {
  for (let number = 999_000_000; number < 999_999_999; number += 1) {
    for (let check = 0; check <= 9; check += 1) {
      const valid = parseNhsNumber(`${number}${check}`);
      if (valid !== null) yield valid;
    }
  }
}
