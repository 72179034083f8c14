import { londonDate } from '../../domain/calendar/dates';
import { MIME } from '../../services/forms/file-type';
import type { readDocument } from '../../services/forms/documents';
import type { FileAnswer } from '../app/page';

/** A document of a person as a file to be saved: what it is and the day on which it was added stand in its name, and nobody's name. */
export function fileOf(registerId: string, { document, bytes }: NonNullable<Awaited<ReturnType<typeof readDocument>>>): FileAnswer {
  const { type } = document.file;
  const name = `${registerId}-${document.what}-${londonDate(document.addedAt)}.${type === 'jpeg' ? 'jpg' : type}`;
  return { file: { name, type: MIME[type], content: bytes }, shown: [registerId] };
}
