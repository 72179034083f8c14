import { EVERY_STATE } from '../e2e/support/desk-every';
import { EMPTY } from '../e2e/support/desk-states';
import { Walk } from '../e2e/support/desk-walk';

/** A telephone, and 400% zoom. */
const NARROW = 320;

describe('every page, in every state, at 320 px', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await Walk.begin();
  });
  afterAll(() => walk.end());

  it.each(EMPTY)('$name', (state) => walk.lookAt(state, NARROW));

  describe('with people on the register', () => {
    beforeAll(() => walk.fill());

    it.each(EVERY_STATE)('$name', (state) => walk.lookAt(state, NARROW));
  });
});
