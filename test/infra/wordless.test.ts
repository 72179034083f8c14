import { ApplicationFailure } from '@temporalio/common';
import { wordless } from '../../infra/temporal/worker/wordless';

/** What reaches Temporal of an error that an activity throws. */
async function thrown(error: unknown, told: unknown[] = []): Promise<unknown> {
  const takeTurn = async (): Promise<void> => {
    throw error;
  };
  const wrapped = wordless({ takeTurn }, (...all) => void told.push(all)) as { takeTurn: typeof takeTurn };
  try {
    await wrapped.takeTurn();
  } catch (failure) {
    return failure;
  }
  return undefined;
}

test('what an activity throws tells Temporal its type, its code and its place, and no word more; the log is told the whole', async () => {
  const error = Object.assign(new RangeError('no room for Ottoline\n    at 12 made-up street\n    at home'), { code: '23505' });
  const told: unknown[] = [];
  const failure = (await thrown(error, told)) as ApplicationFailure;
  expect(failure).toMatchObject({ message: 'RangeError/23505', type: 'RangeError', code: '23505' });
  expect(failure.stack).toMatch(/^\s+at .*wordless\.test/);
  expect(JSON.stringify([failure.message, failure.stack, failure.cause, failure.details])).not.toMatch(/Ottoline|street|home/);
  expect(told).toEqual([['takeTurn', error]]);
});

test('a name or a code that somebody may have typed is none', async () => {
  const error = Object.assign(new Error('x'), { name: 'Ottoline of 12 made-up street', code: 'for Ottoline' });
  const failure = (await thrown(error)) as ApplicationFailure;
  expect(failure).toMatchObject({ message: 'Error', type: 'Error', code: 'Error' });
  expect(failure.stack).not.toContain('Ottoline');
  expect(await thrown('only words')).toMatchObject({ message: 'Error', type: 'Error' });
});

test("Temporal's own errors go as they are", async () => {
  const own = ApplicationFailure.nonRetryable('codes-alone');
  expect(await thrown(own)).toBe(own);
});
