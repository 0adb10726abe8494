import { createHash, X509Certificate } from 'node:crypto';
import type { Way } from '@beside/link';
import {
  type Candidate,
  type KeyHash,
  openBesideInvitation,
  openTicket,
  publicKeyBlob,
  readTicket,
  requireUnexpired,
  TicketError,
  type WindowsTicket,
} from '@beside/ticket';
import { scrypt } from '../scrypt.js';

/** An invitation that the expert may use: whom it is from, where that is, and how it is met there. */
export interface OpenedInvitation {
  /** What the novice calls itself; not safe to show yet. */
  readonly user: string | undefined;
  readonly candidates: readonly Candidate[];
  /** How its link is made. It is met in this way or not at all. */
  readonly way: Way;
  /** What the engine needs for the way `rdp`; undefined for Beside's own. */
  readonly rdp: RdpSecrets | undefined;
}

interface RdpSecrets {
  readonly sessionId: string;
  readonly passStub?: string;
  readonly password: string;
  readonly connectionString: string;
  /** Whether an RSA_PUBLIC_KEY is the one that the invitation names. */
  readonly acceptsServerKey: (blob: Uint8Array) => boolean;
}

/**
 * Opens an invitation of any form. Nothing is sent anywhere.
 *
 * @param bytes of the file, or of the link
 * @param password undefined when none was given
 * @param now ms since 1970
 * @throws TicketError `password-needed`, `wrong-password`, `expired` and all of {@link readTicket}
 */
export async function openInvitation(bytes: Uint8Array, password: string | undefined, now: number): Promise<OpenedInvitation> {
  const ticket = readTicket(bytes);
  if (ticket.kind === 'windows') return openWindows(ticket, password, now);
  const { user, candidates, certificate, secret } = await openBesideInvitation(ticket, password ?? '', { scrypt }, now);
  return { user, candidates, way: { type: 'beside', certificate, secret }, rdp: undefined };
}

function openWindows(ticket: WindowsTicket, password: string | undefined, now: number): OpenedInvitation {
  requireUnexpired(ticket, now);
  // There is a PassStub where a password was set. Windows XP asked for none by itself, and a connection string by itself, as it went
  // through messengers, has none: nothing is proved there then.
  if (!password && ticket.passStub !== undefined) throw new TicketError('password-needed', 'there is a PassStub to prove it by');
  const opened = openTicket(ticket, password);
  const { candidates, sessionId, connectionString, keyHashes, certificate } = opened;
  const acceptsServerKey = (blob: Uint8Array) =>
    // An invitation that names a certificate alone is not opened by whoever does no TLS: that key has to be the certificate's.
    keyHashes.length === 0 && certificate ? Buffer.from(blob).equals(keyOf(certificate)) : isNamedKey(blob, keyHashes);
  return {
    user: ticket.user,
    candidates,
    way: {
      type: 'rdp',
      // Windows puts into CE the certificate that it shows in TLS; its KH is of another key then.
      certificate: (der) => (certificate ? Buffer.from(der).equals(certificate) : acceptsServerKey(keyOf(der))),
    },
    rdp: {
      sessionId,
      ...(ticket.passStub !== undefined && { passStub: ticket.passStub }),
      password: opened.password ?? '',
      connectionString,
      acceptsServerKey,
    },
  };
}

/** KH2 decides where there is one, else KH ([MS-RAI] 2.2.2). An invitation without either names no key, and takes any. */
function isNamedKey(blob: Uint8Array, keyHashes: readonly KeyHash[]): boolean {
  const hash = keyHashes.find(({ algorithm }) => algorithm !== 'sha1') ?? keyHashes[0];
  return !hash || createHash(hash.algorithm).update(blob).digest('base64') === hash.digest;
}

/** The RSA key of a certificate, as KH hashes it; nothing for a key of another kind, which no KH fits. */
function keyOf(der: Uint8Array): Uint8Array {
  try {
    const { n, e } = new X509Certificate(der).publicKey.export({ format: 'jwk' });
    if (n === undefined || e === undefined) return new Uint8Array(0);
    const exponent = Buffer.from(e, 'base64url');
    if (exponent.length > 4) return new Uint8Array(0);
    return publicKeyBlob(Buffer.from(n, 'base64url'), exponent.readUIntBE(0, exponent.length));
  } catch {
    return new Uint8Array(0);
  }
}
