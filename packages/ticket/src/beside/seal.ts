import { utf8 } from '@beside/bytes';
import { gcm } from '@noble/ciphers/aes.js';
import { TicketError } from '../errors.js';
import { isExpired } from '../expiry.js';
import { normalisePassword } from '../password.js';
import type { Random } from '../random.js';
import { containerHeader, joinContainer, NONCE_LENGTH, SALT_LENGTH, splitContainer } from './container.js';
import { formatBesideLink } from './link.js';
import { type BesideInvitation, decodePayload, encodePayload } from './payload.js';

/** What scrypt (RFC 7914) is asked for, in its own names. `dkLen` is the length of the key in bytes. */
export interface ScryptParameters {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly dkLen: number;
}

/**
 * scrypt, passed in because it needs the machine's own speed: Node's takes half a second and a thread of its own where one
 * in JavaScript would hold everything up for several. It needs 128 · N · r bytes of memory: 128 MiB.
 */
export type Scrypt = (password: Uint8Array, salt: Uint8Array, parameters: ScryptParameters) => Promise<Uint8Array> | Uint8Array;

/**
 * How dear one guess at the password is. Fixed by the version of the form and never read from an invitation: a stranger's
 * invitation cannot ask for gigabytes, and nobody can be sent a cheap one.
 */
const SCRYPT_PARAMETERS: ScryptParameters = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };

/** An invitation of Beside's own, as anybody sees it who has no password: not even whose it is. */
export interface BesideTicket {
  readonly kind: 'beside';
  /** The sealed container, whole by its own checksum. */
  readonly container: Uint8Array;
}

/** What sealing needs from outside. */
export interface SealDependencies {
  readonly scrypt: Scrypt;
  readonly random: Random;
}

/**
 * Seals an invitation.
 *
 * @param password made ones are taken in any spelling ({@link normalisePassword}), others by NFC, so that an accent typed on
 *   another keyboard is the same
 * @returns the link: 271 characters with one IPv4 and one link-local address, 335 with five candidates, 463 with nine
 * @throws RangeError when a part of the invitation does not have its form
 */
export async function sealBesideInvitation(
  invitation: BesideInvitation,
  password: string,
  { scrypt, random }: SealDependencies,
): Promise<string> {
  const payload = encodePayload(invitation);
  const salt = random(SALT_LENGTH);
  const nonce = random(NONCE_LENGTH);
  const header = containerHeader(payload.length, salt, nonce);
  const key = await deriveKey(password, salt, scrypt);
  return formatBesideLink(joinContainer(header, gcm(key, nonce, header).encrypt(payload)));
}

/**
 * Opens a sealed invitation, whatever its time; {@link openBesideInvitation} is for those who mean to use it.
 *
 * @throws TicketError `password-needed`, `wrong-password` (or changed by somebody who mended the checksum: nobody can tell),
 *   `damaged`, `unsupported`
 */
export async function unsealBesideInvitation(
  ticket: BesideTicket,
  password: string,
  { scrypt }: Pick<SealDependencies, 'scrypt'>,
): Promise<BesideInvitation> {
  if (!password) throw new TicketError('password-needed', 'the invitation is sealed');
  const { header, salt, nonce, sealed } = splitContainer(ticket.container);
  const key = await deriveKey(password, salt, scrypt);
  let payload: Uint8Array;
  try {
    payload = gcm(key, nonce, header).decrypt(sealed);
  } catch (error) {
    throw new TicketError('wrong-password', 'the seal does not fit', { cause: error });
  }
  return decodePayload(payload);
}

/**
 * Opens a sealed invitation to use it.
 *
 * @param now ms since 1970
 * @throws TicketError as {@link unsealBesideInvitation}, and `expired`
 */
export async function openBesideInvitation(
  ticket: BesideTicket,
  password: string,
  dependencies: Pick<SealDependencies, 'scrypt'>,
  now: number,
): Promise<BesideInvitation> {
  const invitation = await unsealBesideInvitation(ticket, password, dependencies);
  if (isExpired({ expires: invitation.expiresAt }, now)) throw new TicketError('expired', 'later than its expiresAt');
  return invitation;
}

async function deriveKey(password: string, salt: Uint8Array, scrypt: Scrypt): Promise<Uint8Array> {
  return await scrypt(utf8(normalisePassword(password).normalize('NFC')), salt, SCRYPT_PARAMETERS);
}
