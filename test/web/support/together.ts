import { paths } from '../../../web/paths';
import type { TextBrowser } from './browser';
import type { Desk } from './desk';

/** Answers of the parts of a referral’s decision, and of an LAEP with its admission. */
export const decided = { 'decision-when': 'today', 'decision-outcome': 'eligible', 'decision-diagnosis': 'autism' };
export const consented = { 'consent-answer': 'given', 'consent-scope': ['meeting'], 'consent-basis': 'gillick' };
export const rated = { 'rating-rating': 'amber', 'rating-reason': 'Out of school' };
export const held = { 'laep-when': 'yesterday', 'laep-quorate': 'true' };
export const admitted = {
  'admission-security': 'non-secure',
  'admission-detained': 'false',
  'admission-planned': 'false',
  'admission-withoutReview': 'emergency',
};

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly on: string;
  readonly status: string;
  readonly event: Record<string, unknown>;
}
/** The events of somebody, in the order heard. */
export async function heard(desk: Desk, registerId: string): Promise<Heard[]> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return body['events'] as Heard[];
}
/** The types of those after the referral. */
export const typesOf = async (desk: Desk, registerId: string): Promise<string[]> =>
  (await heard(desk, registerId)).slice(1).map(({ type }) => type);

/** A browser at the first part of a journey. */
export const open = async (desk: Desk, registerId: string, journey: string): Promise<TextBrowser> => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordTogether({ registerId, journey }));
  return browser;
};

/** At the page that shows what a referral's decision, consent and rating would change. */
export async function atTheCheck(desk: Desk, registerId: string): Promise<TextBrowser> {
  const browser = await open(desk, registerId, 'decide-referral');
  await browser.press('Continue', decided);
  await browser.press('Continue', consented);
  await browser.press('See what this changes', rated);
  return browser;
}

/** At the same of an LAEP and its admission. */
export async function atTheAdmission(desk: Desk, registerId: string): Promise<TextBrowser> {
  const browser = await open(desk, registerId, 'laep-admission');
  await browser.press('Continue', held);
  await browser.press('See what this changes', admitted);
  return browser;
}
