import { randomBytes } from 'node:crypto';
import { Invitation } from '@beside/assist';
import { BesideOffer, type Identity } from '@beside/link';
import type { RdpServerSecurity } from '@beside/rdp';
import {
  BESIDE_EXTENSION,
  besideFile,
  type Candidate,
  formatConnectionString1,
  generatePassStub,
  generateSessionId,
  keyHash,
  keyHash2,
  publicKeyBlob,
  sealBesideInvitation,
  writeTicket,
} from '@beside/ticket';
import { scrypt } from '../scrypt.js';
import type { InvitationForm } from './invitation-form.js';
import { windowsSecurity } from './windows-security.js';

/** What Windows gives its invitations. */
const WINDOWS_EXTENSION = '.msrcincident';

/** What every form of an invitation says. */
export interface InvitationContent {
  readonly user: string;
  readonly password: string;
  readonly candidates: readonly Candidate[];
  readonly identity: Identity;
  /** ms since 1970; `expiresAt` as well. */
  readonly created: number;
  readonly expiresAt: number;
}

/** How connections on an invitation are met. */
export type Meeting =
  | { readonly way: 'beside'; readonly offer: BesideOffer }
  | { readonly way: 'rdp'; readonly security: RdpServerSecurity };

/** An invitation in its form. */
export interface FormedInvitation {
  readonly invitation: Invitation;
  readonly meeting: Meeting;
  /** The file's content. */
  readonly bytes: Uint8Array;
  /** Of the file, with its dot. */
  readonly extension: string;
  /** The same as a link; null for a form that has none. */
  readonly link: string | null;
}

/** Makes the secrets of an invitation and puts them into its form. Takes half a second for Beside's own, which is sealed. */
export function formInvitation(form: InvitationForm, content: InvitationContent): Promise<FormedInvitation> | FormedInvitation {
  return form === 'beside' ? sealed(content) : forWindows(form, content);
}

async function sealed(content: InvitationContent): Promise<FormedInvitation> {
  const { user, password, candidates, identity, created, expiresAt } = content;
  const secret = randomBytes(32);
  const certificate = new Uint8Array(Buffer.from(identity.fingerprint.replaceAll(':', ''), 'hex'));
  const link = await sealBesideInvitation({ user, candidates, certificate, secret, created, expiresAt }, password, {
    scrypt,
    random: randomBytes,
  });
  const invitation = new Invitation({ expiresAt });
  const offer = new BesideOffer(secret, invitation);
  return { invitation, meeting: { way: 'beside', offer }, bytes: besideFile(link), extension: BESIDE_EXTENSION, link };
}

function forWindows(form: 'windows' | 'xp', content: InvitationContent): FormedInvitation {
  const { user, password, candidates, identity, created, expiresAt } = content;
  const blob = publicKeyBlob(identity.modulus, identity.exponent);
  const passStub = generatePassStub(randomBytes);
  const sessionId = generateSessionId(randomBytes);
  const kh = keyHash(blob);
  const bytes = writeTicket({
    for: form,
    user,
    password,
    passStub,
    sessionId,
    keyHash: kh,
    keyHash2: keyHash2(blob),
    candidates,
    created,
    // Whole minutes in the file, where they are only a hint; what holds is `expiresAt`.
    lifetime: Math.ceil((expiresAt - created) / 60_000),
  });
  const connectionString = form === 'xp' && { connectionString: formatConnectionString1(candidates, sessionId, kh) };
  const invitation = new Invitation({ expiresAt, windows: { sessionId, passStub, password, ...connectionString } });
  return {
    invitation,
    meeting: { way: 'rdp', security: windowsSecurity(identity) },
    bytes,
    extension: WINDOWS_EXTENSION,
    link: null,
  };
}
