import { addMonths, isPlainDate, type PlainDate } from '../../domain/calendar/dates';
import { isWebAddress, LOCAL_OFFER_TOPICS, type LocalOffer, type LocalOfferTopic } from '../../services/rules/local-offer';
import { dayText, listWords } from './dates';

/** Of what a Local Offer tells, as families say it. */
const TOPIC_WORDS: Readonly<Record<LocalOfferTopic, string>> = {
  register: 'The dynamic support register',
  reviews: 'Care (Education) and Treatment Reviews',
  admission: 'How it is decided whether somebody goes into a mental health hospital',
  personalBudgets: 'Personal budgets',
  gaps: 'How to say that some support is missing here',
};

/** Where a Local Offer tells of something. */
export interface OfferShown {
  readonly title: string;
  /** The address, or the sentence that says where. */
  readonly said: string;
  /** What a link may lead to, always https; null: it is a sentence. */
  readonly href: string | null;
}

/** What a Local Offer says, in the order in which it is read; those of `topics` alone where they are named. */
export const localOfferShown = (
  offer: LocalOffer | undefined,
  topics: readonly LocalOfferTopic[] = LOCAL_OFFER_TOPICS,
): readonly OfferShown[] =>
  topics.flatMap((topic) => {
    const said = offer?.[topic];
    return said === undefined ? [] : [{ title: TOPIC_WORDS[topic], said, href: isWebAddress(said) ? said : null }];
  });

/** So old at most, in months, is what was seen of a Local Offer. */
const LOOKED_MONTHS = 12;
const small = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** When a Local Offer was last looked at, and what is to be done about what is missing in it or was not looked at for a year. `today`: in London. */
export function localOfferLook(
  offer: LocalOffer | undefined,
  today: PlainDate,
): { readonly looked: string; readonly cautions: readonly string[] } {
  if (offer === undefined)
    return {
      looked: '',
      cautions: [
        'Nobody has noted yet where the Local Offer tells families of the register, reviews and admissions. Look there, and give the addresses to those who run the service.',
      ],
    };
  const missing = LOCAL_OFFER_TOPICS.filter((topic) => offer[topic] === undefined).map((topic) => small(TOPIC_WORDS[topic]));
  const { checkedOn } = offer;
  const day = isPlainDate(checkedOn) ? dayText(checkedOn) : checkedOn;
  return {
    looked: `Last looked at on ${day}.`,
    cautions: [
      ...(missing.length === 0
        ? []
        : [`Not noted yet: ${listWords(missing)}. If the Local Offer does not say it, ask the council to add it.`]),
      ...(isPlainDate(checkedOn) && addMonths(checkedOn, LOOKED_MONTHS) < today
        ? [
            `It was last looked at on ${day}, more than a year ago. Follow each link, and tell those who run the service what has changed, and the day on which you looked.`,
          ]
        : []),
    ],
  };
}
