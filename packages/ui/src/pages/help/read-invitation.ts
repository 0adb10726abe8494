import type { ChosenInvitation } from './chosen.js';

/** Larger than any invitation, in bytes; what is longer is not even read. */
const LIMIT = 1 << 20;

/** Why something is no invitation that could be sent to the program, which then says the rest. */
export type Unusable = 'too-large' | 'unreadable' | 'not-a-link';

/** Reads an invitation's file; what is in it is judged by the program. */
export function readInvitation(file: File): Promise<ChosenInvitation | Unusable> {
  if (file.size > LIMIT) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => resolve('unreadable'));
    reader.addEventListener('load', () => {
      // "data:TYPE;base64,BYTES", and no comma in the type of a file.
      const url = String(reader.result);
      resolve({ invitation: { file: url.slice(url.indexOf(',') + 1) }, name: file.name });
    });
    reader.readAsDataURL(file);
  });
}
