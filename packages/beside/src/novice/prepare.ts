import { randomBytes } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import { userInfo } from 'node:os';
import { Invitation } from '@beside/assist';
import { createIdentity, type Identity } from '@beside/link';
import {
  type Candidate,
  formatConnectionString1,
  generatePassStub,
  generatePassword,
  generateSessionId,
  keyHash,
  keyHash2,
  publicKeyBlob,
  writeTicket,
} from '@beside/ticket';
import { localCandidates } from './addresses.js';
import { listenOnFirstFree, portsToTry } from './ports.js';
import { writeTicketFile } from './ticket-file.js';

/** What an invitation is asked to be. */
export interface InvitationWish {
  readonly for: 'windows' | 'xp';
  /** ms. */
  readonly expires: number;
  /** Undefined: one is made. */
  readonly password?: string;
  readonly file?: string;
  readonly force: boolean;
  readonly port?: number;
}

/** An invitation that stands: its ticket is written, its port is held. */
export interface PreparedInvitation {
  readonly invitation: Invitation;
  readonly identity: Identity;
  readonly password: string;
  /** Absolute path of the ticket. */
  readonly file: string;
  readonly candidates: readonly Candidate[];
  /** Listens already, and sends everybody away until a {@link Listener} takes over. */
  readonly server: Server;
  readonly port: number;
  /** What the novice is called in the ticket. */
  readonly user: string;
  /** ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Makes an invitation: key, certificate and secrets, a port, and the ticket file last, when all of it stands.
 *
 * @throws PortError, TicketFileError
 */
export async function prepareInvitation(wish: InvitationWish): Promise<PreparedInvitation> {
  const created = Date.now();
  const expiresAt = created + wish.expires;
  const identity = await createIdentity(created, expiresAt);
  const server = await listenOnFirstFree(portsToTry(wish.port));
  try {
    const { port } = server.address() as AddressInfo;
    const blob = publicKeyBlob(identity.modulus, identity.exponent);
    const content = {
      for: wish.for,
      user: userInfo().username,
      password: wish.password ?? generatePassword(randomBytes),
      passStub: generatePassStub(randomBytes),
      sessionId: generateSessionId(randomBytes),
      keyHash: keyHash(blob),
      keyHash2: keyHash2(blob),
      candidates: localCandidates(port),
      created,
      // Whole minutes in the file, where they are only a hint; what holds is `expiresAt`.
      lifetime: Math.ceil(wish.expires / 60_000),
    };
    const { candidates, sessionId, passStub, password, user } = content;
    const invitation = new Invitation({
      expiresAt,
      windows: {
        sessionId,
        passStub,
        password,
        ...(wish.for === 'xp' && { connectionString: formatConnectionString1(candidates, sessionId, content.keyHash) }),
      },
    });
    const file = await writeTicketFile(writeTicket(content), wish.file, wish.force);
    return { invitation, identity, password, file, candidates, server, port, user, expiresAt };
  } catch (error) {
    server.close();
    throw error;
  }
}
