import { filetypemime } from 'magic-bytes.js';
import { FILE_TYPES, type FileType } from '../../domain/forms/documents';

/** As HTTP names a file of each type. */
export const MIME: Readonly<Record<FileType, string>> = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' };

/** Where its end is marked, within so many bytes of the last one; a file that was cut off on the way lacks it. */
const END: Readonly<Record<FileType, { readonly mark: Buffer; readonly within: number }>> = {
  pdf: { mark: Buffer.from('%%EOF'), within: 2_048 },
  jpeg: { mark: Buffer.from([0xff, 0xd9]), within: 65_536 },
  png: { mark: Buffer.from('IEND'), within: 64 },
};

/** What a file is by what stands in it, from its beginning to its end; whatever its name says counts for nothing. Null: none that is taken. */
export function fileTypeOf(bytes: Buffer): FileType | null {
  const named = filetypemime(bytes.subarray(0, 4_096));
  const type = FILE_TYPES.find((one) => named.includes(MIME[one]));
  if (type === undefined) return null;
  const { mark, within } = END[type];
  return bytes.subarray(Math.max(0, bytes.length - within)).includes(mark) ? type : null;
}
