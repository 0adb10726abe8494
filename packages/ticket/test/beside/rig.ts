import { createHash, scrypt as nodeScrypt } from 'node:crypto';
import { fromUtf8 } from '@beside/bytes';
import { base64urlnopad } from '@scure/base';
import {
  type BesideInvitation,
  type BesideTicket,
  readTicket,
  type Scrypt,
  sealBesideInvitation,
  TicketError,
  type TicketErrorCode,
} from '../../src/index.js';
import { fixedRandom } from '../fixtures.js';

/** Node's scrypt: the one that is meant. Half a second and more, so each key is made once. */
export const realScrypt: Scrypt = (password, salt, { N, r, p, dkLen }) => {
  const asked = [password, salt].map((bytes) => Buffer.from(bytes).toString('hex')).join();
  const key =
    keys.get(asked) ??
    new Promise((resolve, reject) => {
      nodeScrypt(password, salt, dkLen, { N, r, p, maxmem: 2 ** 28 }, (error, made) => (error ? reject(error) : resolve(made)));
    });
  keys.set(asked, key);
  return key;
};

const keys = new Map<string, Promise<Uint8Array>>();

/** For tests that are not about it: as unlike for other inputs, and done at once. */
export const quickScrypt: Scrypt = (password, salt) => createHash('sha256').update(salt).update(password).digest();

export const PASSWORD = 'BCDFGHJKLMNP';

/** One candidate of each kind. */
export const INVITATION: BesideInvitation = {
  user: 'Ánna 李',
  candidates: [
    { kind: 'ipv4', host: '192.0.2.17', port: 49300 },
    { kind: 'ipv6', host: '2001:db8::17', port: 49301 },
    { kind: 'ipv6-link-local', host: 'fe80::1032:53d9:5a01:909b', port: 49302, scope: 'eth0' },
    { kind: 'teredo', host: '2001:0:284a:364:28e3:b9b:c19c:4d04', port: 49303 },
    { kind: 'name', host: 'anna-laptop.local', port: 49304 },
  ],
  certificate: Uint8Array.from({ length: 32 }, (_, i) => i),
  secret: Uint8Array.from({ length: 32 }, (_, i) => 0xff - i),
  created: 1_700_000_000_123,
  expiresAt: 1_700_021_600_123,
};

/** A link that is the same in every run. */
export function seal(invitation = INVITATION, password = PASSWORD, scrypt = quickScrypt): Promise<string> {
  return sealBesideInvitation(invitation, password, { scrypt, random: fixedRandom() });
}

export function readBeside(text: string | Uint8Array): BesideTicket {
  const ticket = readTicket(typeof text === 'string' ? Buffer.from(text) : text);
  if (ticket.kind !== 'beside') throw new Error('not an invitation of Beside’s own');
  return ticket;
}

export function containerOf(link: string): Uint8Array {
  return base64urlnopad.decode(link.slice('beside:'.length));
}

export function linkOf(container: Uint8Array): string {
  return `beside:${base64urlnopad.encode(container)}`;
}

/** The container with a checksum that fits, as somebody makes it who changes things on purpose. */
export function mended(container: Uint8Array): Uint8Array {
  const covered = container.subarray(0, -4);
  return Buffer.concat([covered, createHash('sha256').update(covered).digest().subarray(0, 4)]);
}

/** The code of the TicketError that `action` fails with; anything else goes through. */
export async function rejection(action: () => Promise<unknown>): Promise<TicketErrorCode | 'none'> {
  try {
    await action();
    return 'none';
  } catch (error) {
    if (error instanceof TicketError) return error.code;
    throw error;
  }
}

/** How mail programs and chats pass a link on; each must stay readable. */
export const MANGLED: Readonly<Record<string, (link: string, file: string) => string>> = {
  'the link alone': (link) => link,
  'the file': (_, file) => file,
  'with LF': (_, file) => file.replaceAll('\r\n', '\n'),
  'with a byte order mark': (_, file) => `\ufeff${file}`,
  'a scheme in capitals': (link) => link.replace('beside:', 'BESIDE:'),
  'blanks around': (link) => ` \t${link} \r\n`,
  'wrapped at 76': (link) => link.replace(/.{76}/g, '$&\r\n'),
  'wrapped and indented': (link) => link.replace(/.{40}/g, '$&\n    '),
  'wrapped after the scheme': (link) => link.replace(':', ':\r\n'),
  'wrapped after each character, with blank lines': (link) => link.replace(/(?<=:.*)./g, '$&\n\n'),
  'quoted in an answer': (_, file) => `> ${file.replace(/.{60}/g, '$&\r\n').replaceAll('\r\n', '\r\n> ')}`,
  'quoted twice': (link) => `>> ${link.replace(/.{60}/g, '$&\n>> ')}\n`,
  'quoted-printable': (link) => link.replace(/.{72}/g, '$&=\r\n'),
  'zero-width blanks': (link) => link.replace(/.{30}/g, '$&\u200b'),
  'no-break blanks': (link) => link.replace(/.{30}/g, '$&\u00a0'),
  'in angle brackets': (link) => `<${link}>`,
  'in quotes': (link) => `“${link}”, she wrote.`,
  'words around in a chat': (link) => `Hi, here it is: ${link} thanks and see you soon Anna`,
  'a word right behind a line break': (link) => `${link}\nThanks`,
  'in a page': (link) => `<p>Open <a href="${link}">${link}</a></p>`,
  'shortened before it is given whole': (link) => `${link.slice(0, 40)}… <${link}>`,
  'behind the name of the program': (link) => `Open it with Beside: ${link}`,
};

/** A file's text. */
export function textOf(file: Uint8Array): string {
  return fromUtf8(file);
}
