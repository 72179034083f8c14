import { folded } from './naming/fold';
import { namesSomebody } from './naming/names-somebody';
import type { OwnDetails } from './naming/own-details';

/** A place as a mail may tell it. */
export interface ToldPlace {
  /** One line; null where none is recorded, or it must not be told. */
  readonly words: string | null;
  /** There is one, and the mail says whom to ask for it. */
  readonly withheld: boolean;
}

/** As long as a place may be where it is recorded (contract section 4). */
const LONGEST = 200;

/** Whatever a mail program would make a link of. */
const LINK =
  /[a-z][a-z0-9+.-]*:\/\/|\b(?:mailto|tel|sms|data|javascript|callto|facetime|skype|zoommtg|msteams):|\bwww\.|[^\s@]@[^\s@]|\b[a-z0-9-]+\.(?:[a-z]{2}|com|org|net|info|biz|app|dev|io|link|site|online|xyz|live|page|cloud|events?|academy|health|example|test)\b(?![.']?\w)/i;

/**
 * Where a meeting is to be, as mails and calendar files tell it: in one line, unless it names the person or their family, is a home's
 * address, or has a link in it.
 */
export function tellPlace(place: string | null, own: OwnDetails): ToldPlace {
  const words = place === null ? '' : oneLine(place);
  if (words === '') return { words: null, withheld: false };
  if (isNotForMails(words, own) || LINK.test(folded(words))) return { words: null, withheld: true };
  const letters = [...words];
  return {
    words:
      letters.length > LONGEST
        ? `${letters
            .slice(0, LONGEST - 1)
            .join('')
            .trimEnd()}…`
        : words,
    withheld: false,
  };
}

/** Whether a place names the person or their family, or is a home's address: it is kept, and told to nobody by mail. */
export const isNotForMails = (place: string, own: OwnDetails): boolean => namesSomebody(place, own) || isHomeAddress(place);

/** Typed words in one line: no line ends, no other control characters, nothing that turns the direction of writing. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[ \t]*(?:\r\n|[\n\r\u2028\u2029\v\f\u0085])+[ \t]*/g, ', ')
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[, ]+|[, ]+$/g, '');

const STREET =
  'street|st|road|rd|lane|ln|avenue|ave|av|close|cl|drive|dr|way|crescent|cres|gardens|gdns|grove|terrace|terr|place|pl|court|ct|mews|walk|rise|row|' +
  'view|gate|hill|square|sq|green|park|vale|fold|croft|bank|parade|villas|cottages|wharf|quay|meadow|meadows|fields|end|heights|broadway|causeway|yard';
const NUMBER = String.raw`\d{1,4}\s?[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?`;
const POSTCODE = String.raw`\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b`;
const BARE = new RegExp(
  String.raw`^(?:(?:at|in|home|address|family home|home address|their home|his home|her home)\b[:,]?\s*)*(?:no\.?\s*)?${NUMBER},?\s+(?:[a-z'.-]+\s+){1,4}(?:${STREET})\b`,
);
const DWELLING = /\b(?:flat|apartment|apt|bungalow|bedsit|maisonette)\s+(?:no\.?\s*)?(?:\d|[a-h]\b)|\bhome address\b/;
const AT_HOME = /\b(?:home|cottage|bungalow|caravan|farmhouse)\b/;
const INSTITUTION =
  /\b(?:care|nursing|children'?s|residential|retirement|rest|funeral) home|\b(?:hospital|clinic|centre|center|surgery|school|college|university|hall|library|church|office|offices|unit|ward|hospice|practice|service|services|trust|council)\b/;

/**
 * Whether a place is the address of a home. Homes are recorded nowhere in this service, so that it goes by the form: a house number and a
 * street with no building or organisation before them; a numbered flat; or a home with a postcode or a numbered street.
 */
export function isHomeAddress(place: string): boolean {
  const words = folded(place).toLowerCase().replaceAll(/\s+/g, ' ').trim();
  if (BARE.test(words)) return !INSTITUTION.test(words);
  if (DWELLING.test(words)) return true;
  const numbered = new RegExp(String.raw`${POSTCODE}|\b${NUMBER},?\s+(?:[a-z'.-]+\s+){1,4}(?:${STREET})\b`);
  return AT_HOME.test(words) && !INSTITUTION.test(words) && numbered.test(words);
}
