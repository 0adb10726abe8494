import { displayable, fromUtf16, utf16 } from '@beside/bytes';

/** The inner channel of chat ([MS-RA] 1.3.4, 3.11, 3.12): plain text, one message a line of talk, both directions. */
export const CHAT = '70';

/** Longest chat message, in characters. Longer ones are cut, in both directions. */
export const CHAT_LIMIT = 2000;

/** The data of a chat message, with its NUL; empty when nothing of the text may be shown. */
export function encodeChat(text: string): Uint8Array {
  const shown = chatText(text);
  return shown === '' ? new Uint8Array(0) : utf16(`${shown}\0`);
}

/** What may be shown of a chat message that came in; empty when nothing may. */
export function decodeChat(data: Uint8Array): string {
  // One character more than is shown, of at most four bytes, is enough to know that there is more.
  return chatText(fromUtf16(data.subarray(0, 4 * (CHAT_LIMIT + 1))));
}

/** A chat message as it is sent and shown, cut to {@link CHAT_LIMIT}; empty when nothing of it may be shown. */
export function chatText(text: string): string {
  return displayable(text.replace(/\r\n?/g, '\n'), CHAT_LIMIT, { lines: true }).trim();
}
