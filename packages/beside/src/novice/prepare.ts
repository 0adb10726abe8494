import { randomBytes } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import type { Invitation } from '@beside/assist';
import { createIdentity, type Identity } from '@beside/link';
import { type Candidate, generatePassword } from '@beside/ticket';
import { userName } from '../user-name.js';
import { localCandidates } from './addresses.js';
import { formInvitation, type Meeting } from './form-invitation.js';
import type { InvitationForm } from './invitation-form.js';
import { listenOnFirstFree, portsToTry } from './ports.js';

/** What an invitation is asked to be. */
export interface InvitationWish {
  readonly for: InvitationForm;
  /** ms. */
  readonly expires: number;
  /** Undefined: one is made. */
  readonly password?: string;
  readonly port?: number;
  /**
   * Puts the ticket where the novice has it to hand over.
   *
   * @returns the file's path, or its name alone where it is on no disk
   */
  readonly deliver: (ticket: Ticket) => Promise<string> | string;
}

/** An invitation as a file. */
export interface Ticket {
  readonly bytes: Uint8Array;
  /** With its dot. */
  readonly extension: string;
}

/** An invitation that stands: its ticket is delivered, its port is held. */
export interface PreparedInvitation {
  readonly form: InvitationForm;
  readonly invitation: Invitation;
  readonly meeting: Meeting;
  readonly identity: Identity;
  readonly password: string;
  /** What `deliver` called the ticket. */
  readonly file: string;
  /** The same as a link, where its form has one. */
  readonly link: string | null;
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
 * Makes an invitation: key, certificate and secrets, a port, and the ticket last, when all of it stands.
 *
 * @throws PortError, and what `deliver` throws
 */
export async function prepareInvitation(wish: InvitationWish): Promise<PreparedInvitation> {
  const created = Date.now();
  const expiresAt = created + wish.expires;
  const identity = await createIdentity(created, expiresAt);
  const server = await listenOnFirstFree(portsToTry(wish.port));
  try {
    const { port } = server.address() as AddressInfo;
    const candidates = localCandidates(port);
    const user = userName('novice');
    const password = wish.password ?? generatePassword(randomBytes);
    const content = { user, password, candidates, identity, created, expiresAt };
    const { bytes, extension, ...formed } = await formInvitation(wish.for, content);
    const file = await wish.deliver({ bytes, extension });
    return { form: wish.for, ...formed, identity, password, file, candidates, server, port, user, expiresAt };
  } catch (error) {
    server.close();
    throw error;
  }
}
