import type { MessageLook } from '../../services/meetings/messages';
import { reasonWords } from '../content/reasons';

/** What goes to some of those whom a message is for, in the same words. */
export interface LookModel {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Why nothing goes to them; null: it goes. */
  readonly stopped: string | null;
}

/** The message as each of them gets it; those who get the same words stand together. */
export function looksOf(looks: readonly MessageLook[]): readonly LookModel[] {
  const together = new Map<string, { readonly names: string[]; readonly look: Omit<LookModel, 'to'> }>();
  for (const { recipient, foreseen } of looks) {
    const look =
      foreseen.as === 'mail'
        ? { subject: foreseen.message.subject, text: foreseen.message.text, stopped: null }
        : {
            subject: '',
            text: '',
            stopped: foreseen.as === 'stopped' ? reasonWords(foreseen.reason) : 'It cannot be said now what would go to them.',
          };
    const key = JSON.stringify(look);
    const own = together.get(key) ?? { names: [], look };
    own.names.push(recipient.name ?? 'somebody without a name');
    together.set(key, own);
  }
  return [...together.values()].map(({ names, look }) => ({ to: names.join(', '), ...look }));
}

/** Whether anything goes to anybody. */
export const isAnySent = (looks: readonly LookModel[]): boolean => looks.some(({ stopped }) => stopped === null);
