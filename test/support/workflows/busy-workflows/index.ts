/** A workflow that holds its thread for as long as so many turns take: to who looks at the clock, what a suspended process does. */
export async function busy(turns: number): Promise<number> {
  let sum = 1;
  for (let turn = 0; turn < turns; turn += 1) sum = (sum * 48_271) % 2_147_483_647;
  return sum;
}
