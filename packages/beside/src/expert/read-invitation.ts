import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { utf8 } from '@beside/bytes';
import { TICKET_LIMIT } from '@beside/ticket';

/** The invitation's file cannot be read; the message says what to do. */
export class InvitationFileError extends Error {
  override readonly name = 'InvitationFileError';
  readonly code = 'not-readable';
}

/**
 * The bytes of an invitation, from a file or a link.
 *
 * @returns at most one byte more than an invitation may have: the rest of an endless file is never read
 * @throws InvitationFileError
 */
export async function readInvitation(file: string | undefined, link: string | undefined): Promise<Uint8Array> {
  if (file === undefined) return utf8((link ?? '').slice(0, TICKET_LIMIT + 1));
  try {
    const handle = await open(file);
    try {
      const bytes = new Uint8Array(TICKET_LIMIT + 1);
      let length = 0;
      for (let read = 1; read > 0 && length < bytes.length; length += read)
        read = (await handle.read(bytes, length, bytes.length - length, null)).bytesRead;
      return bytes.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new InvitationFileError(`${resolve(file)} cannot be read. Check the name of the file.`, { cause: error });
  }
}
