import { story } from '../../support/core/story';

describe('6.11 Consent lost in hospital', () => {
  const stay = (scope?: ['disclosure']) =>
    story({ bornOn: '1990-01-01' })
      .hear('2026-06-01T10:00', { type: 'consent-given', basis: 'own', scope: ['register', 'disclosure'] })
      .hear('2026-06-02T10:00', { type: 'admitted', security: 'low', detained: true, planned: false })
      .hear('2026-06-03T10:00', { type: 'consent-withdrawn', ...(scope ? { scope } : {}) })
      .until('2026-08-10');
  const audiences = (told: ReturnType<typeof stay>, kind: string): string[] => [
    ...new Set(
      told.lines.flatMap((line) => (line.what === 'step' && line.kind === kind && line.step !== 'escalate' ? [line.audience] : [])),
    ),
  ];

  it('6.11(4) after the register was left, the clocks of the stay are for the commissioner', () => {
    expect(audiences(stay(), 'oversight-visit')).toEqual(['commissioner']);
    expect(audiences(stay(), 'post-admission-cetr')).toEqual(['commissioner']);
  });

  it('6.11(4) losing another scope leaves them with the team', () => {
    expect(audiences(stay(['disclosure']), 'oversight-visit')).toEqual(['team']);
  });
});
