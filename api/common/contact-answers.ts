import type { ContactAnswer } from '../../services/people/change-contacts';
import type { ContactHistory } from '../../services/people/contact-versions';
import { recordedContact } from '../../services/people/recorded-contacts';
import { Problem } from '../http/problem';
import { unknownPerson } from './commit-answers';

/** The problem for a contact's id that this person has none of. */
export const unknownContact = (): Problem =>
  Problem.of(
    'unknown-contact',
    'This person has no contact of this id, and never had. GET /people/{registerId}/contacts lists them, with ended=true those who have ended.',
  );

/** The contact after a change. Throws the problem where nothing was changed. */
export function changed(answer: ContactAnswer): ContactHistory {
  switch (answer.status) {
    case 'done':
      return answer.contact;
    case 'unknown-person':
      throw unknownPerson();
    case 'unknown-contact':
      throw unknownContact();
    case 'moved':
      throw Problem.of(
        'contact-changed',
        'Somebody else has changed this contact since you read it; `contact` is what it is now. Look at it, and send yours again with its version in If-Match.',
        { members: { contact: recordedContact(answer.contact, true) } },
      );
    case 'ended':
      throw Problem.of('contact-ended', 'This contact has ended, and stays as it was. Add a new one, with an id of its own.', {
        members: { contact: recordedContact(answer.contact, true) },
      });
    case 'id-used':
      throw Problem.of(
        'contact-id-used',
        'This person has, or had, another contact of this id, and meetings may name it. Take another id.',
        {
          members: { contact: recordedContact(answer.contact, true) },
        },
      );
    case 'duplicate':
      throw Problem.of(
        'duplicate-record',
        'This record was closed as a duplicate, and nobody is written to about it any more. Change the contacts of the one in `duplicateOf`.',
        { members: { duplicateOf: answer.duplicateOf } },
      );
    case 'identity-lost':
      throw Problem.of(
        'identity-lost',
        'Who this person is was lost, their contacts too. Say first who they are: POST /pathways/{registerId}/identity.',
      );
    case 'too-many':
      throw Problem.of(
        'too-many-contacts',
        'This person has 50 contacts. End one who need not be written to any more, and add this one then.',
      );
  }
}
