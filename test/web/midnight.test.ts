import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

// The last days of summer time and of winter time, and a day without either.
test.each(['2026-10-25', '2027-03-28', '2026-11-11'])(
  'what is due on %s is due that whole day in London, and overdue from the next midnight on',
  async (due) => {
    const next = new Date(Date.parse(`${due}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    desk.setClock('2026-10-01T10:00');
    const registerId = await desk.refer();
    await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'x', due });
    desk.setClock(`${due}T23:59`);
    const late = await desk.signedIn('sam-okafor');
    await late.go(paths.today());
    expect(late.text()).toContain('Due today');
    expect(late.text()).not.toContain('overdue was due');
    desk.setClock(`${next}T00:01`);
    await late.go(paths.today());
    expect(late.text()).toContain('1 day overdue');
    await late.go(paths.person({ registerId }));
    expect(late.text()).toContain('1 day overdue');
  },
);
