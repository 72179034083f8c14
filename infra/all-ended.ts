/**
 * Waits until everything that was begun has ended, also where something of it failed: what goes on after its connection was given back, or
 * its client closed, does harm there. Throws the first error in the order of the list; of statements sent one behind the other, those after
 * the first to fail only tell that their transaction is over.
 */
export async function allEnded<Begun extends readonly unknown[]>(
  begun: readonly [...Begun],
): Promise<{ [Key in keyof Begun]: Awaited<Begun[Key]> }> {
  await Promise.allSettled(begun);
  return Promise.all(begun);
}
