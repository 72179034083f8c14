/** Examples for the description of the API. The people are made up; their NHS numbers are of the range 999, which is never given out. */
export const referralExample = {
  id: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a01',
  person: {
    name: 'Tom Example',
    bornOn: '2011-03-02',
    nhsNumber: '999 000 0018',
    contacts: [{ id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@example.org', chosen: true }],
  },
  event: { type: 'referral-received', source: 'family', suggestedRating: 'amber' },
};

export const newReferralExample = {
  id: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a02',
  registerId: '7K3M-9QX1',
  event: { type: 'referral-received', source: 'professional' },
};

export const eventExample = {
  id: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03',
  type: 'admitted',
  occurredAt: '2026-10-01T19:30',
  security: 'non-secure',
  detained: false,
  planned: false,
};

export const batchExample = {
  id: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a04',
  events: [
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
    { type: 'rating-set', rating: 'amber', reason: 'Out of school, and at risk from people met online' },
  ],
};
