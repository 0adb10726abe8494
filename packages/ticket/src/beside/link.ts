import { utf8 } from '@beside/bytes';
import { base64urlnopad } from '@scure/base';
import { TicketError } from '../errors.js';
import { containerLength, MAGIC_TEXT, PREFIX_LENGTH, splitContainer } from './container.js';

/** The scheme of a link; case does not count (RFC 3986, 3.1). */
const SCHEME = 'beside:';

/** What the file form's name ends in. */
export const BESIDE_EXTENSION = '.beside';

/**
 * The first line of the file form, for whoever opens it as text. It is the same in every file: whose invitation it is, is under
 * the seal.
 */
const FOR_PEOPLE =
  'This is an invitation to help somebody by Remote Assistance. Open it with Beside; the password is told separately.';

/** The link of a container. */
export function formatBesideLink(container: Uint8Array): string {
  return `${SCHEME}${base64urlnopad.encode(container)}`;
}

/**
 * The file form of an invitation: a sentence for people, then the link on a line of its own. ASCII, so that no program spoils
 * it; CR LF, so that every Notepad shows lines.
 *
 * @param link from `sealBesideInvitation`
 */
export function besideFile(link: string): Uint8Array {
  return utf8(`${FOR_PEOPLE}\r\n\r\n${link}\r\n`);
}

/**
 * Finds a link in a text and reads its container: a file, a message with words before and after it, a mail that was wrapped,
 * quoted or forwarded.
 *
 * Between the characters of a link is passed over: blanks and line breaks, an invisible character that a program put in as a place to
 * break, `>` and `|` at the beginning of a line (quoted mail), `=` at its end (quoted-printable, RFC 2045 6.7). Of several links the
 * first whole one counts, since programs show a link shortened before they give it in full.
 *
 * @returns undefined when there is no link of an invitation in it
 * @throws TicketError `truncated`, `damaged`, `unsupported`: what is wrong with the first link, if none is whole
 */
export function findBesideContainer(text: string): Uint8Array | undefined {
  let fault: unknown;
  for (const { index } of text.matchAll(/beside:/gi)) {
    try {
      const container = containerAt(text, index + SCHEME.length);
      if (container) return container;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault) throw fault;
  return undefined;
}

/** Characters of base64url, or what may stand between them. Sticky: it goes on where it stopped. */
const PIECE = /([A-Za-z0-9_-]+)|=?[ \t]*(?:\r\n?|\n)[ \t>|]*|(?:[^\S\r\n]|[\u00ad\u200b-\u200d\u2060\ufeff])+/y;

/**
 * The container whose characters begin at `at`; undefined when no invitation begins there.
 *
 * It reads as far as the container's own length says, and never past the colon of the next link, so that a text of many
 * beginnings is walked over twice at most.
 */
function containerAt(text: string, at: number): Uint8Array | undefined {
  const prefix = characters(text, at, characterCount(PREFIX_LENGTH));
  if (!prefix.found.startsWith(MAGIC_TEXT)) {
    // Cut inside of the magic, with nothing after it: an invitation was meant.
    if (prefix.end < text.length || !MAGIC_TEXT.startsWith(prefix.found)) return undefined;
    throw new TicketError('truncated', 'the link stops before its version');
  }
  if (prefix.found.length < characterCount(PREFIX_LENGTH)) throw new TicketError('truncated', 'the link stops before its length');
  const count = characterCount(containerLength(base64urlnopad.decode(prefix.found)));
  const { found } = characters(text, at, count);
  if (found.length < count) throw new TicketError('truncated', 'the link is shorter than its length says');
  const container = base64urlnopad.decode(found);
  splitContainer(container);
  return container;
}

/** Characters of base64 for so many bytes, which are a multiple of three wherever this is asked. */
function characterCount(bytes: number): number {
  return (bytes / 3) * 4;
}

/** The next characters of base64url from `at` on, at most `count`, fewer where the link stops before; and where it stopped. */
function characters(text: string, at: number, count: number): { found: string; end: number } {
  let found = '';
  let end = at;
  PIECE.lastIndex = at;
  while (found.length < count) {
    const piece = PIECE.exec(text);
    if (!piece) break;
    found += piece[1] ?? '';
    end = PIECE.lastIndex;
  }
  return { found: found.slice(0, count), end };
}
