import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type BesideInvitation,
  besideFile,
  type OpenedTicket,
  openLhTicket,
  openTicket,
  readTicket,
  sealBesideInvitation,
  sealLhTicket,
  unsealBesideInvitation,
  type WindowsTicket,
} from '@beside/ticket';
import { scrypt } from '../../packages/beside/src/scrypt.js';
import type { Lab } from './lab.js';

/** What is changed in an invitation before it is sealed again. */
export interface TicketChanges {
  /** The new file opens with this password, and its expert proves this one. */
  readonly password?: string;
  readonly sessionId?: string;
  /** KH. */
  readonly keyHash?: string;
  /** KH2; null takes it out. */
  readonly keyHash2?: string | null;
  /** Connections go to this address in place of the novice's own. */
  readonly host?: string;
  /** Connections go to this port of the same addresses, in place of the novice's own. */
  readonly port?: { readonly from: number; readonly to: number };
}

/** What an invitation for Windows says to everybody. */
export function read(file: string): WindowsTicket {
  const ticket = readTicket(readFileSync(file));
  if (ticket.kind !== 'windows') throw new Error(`${file} is not an invitation for Windows`);
  return ticket;
}

/** What an invitation says with its password. */
export function open(file: string, password: string): OpenedTicket {
  return openTicket(read(file), password);
}

/**
 * Writes an invitation anew, so that an expert opens it, finds the novice and then proves, names or expects something wrong.
 *
 * @returns path of the new file
 */
export function reseal(lab: Lab, file: string, password: string, changes: TicketChanges): string {
  const text = readFileSync(file, 'utf8');
  const [, sealed = ''] = /LHTICKET="([^"]*)"/.exec(text) ?? [];
  let plain = openLhTicket(sealed, password);
  if (changes.sessionId) plain = plain.replace(/ ID="[^"]{20,}"/, ` ID="${changes.sessionId}"`);
  if (changes.keyHash !== undefined) plain = plain.replace(/ KH="[^"]*"/, ` KH="${changes.keyHash}"`);
  if (changes.keyHash2 !== undefined)
    plain = plain.replace(/ KH2="[^"]*"/, changes.keyHash2 === null ? '' : ` KH2="${changes.keyHash2}"`);
  if (changes.host !== undefined) plain = plain.replace(/ N="[^"]*"/g, ` N="${changes.host}"`);
  if (changes.port) plain = plain.replaceAll(`P="${changes.port.from}"`, `P="${changes.port.to}"`);
  const path = lab.path('resealed.msrcincident');
  writeFileSync(path, text.replace(sealed, sealLhTicket(plain, changes.password ?? password)));
  return path;
}

/** What an invitation of Beside's own says with its password, the secret included. */
export function unseal(file: string, password: string): Promise<BesideInvitation> {
  const ticket = readTicket(readFileSync(file));
  if (ticket.kind !== 'beside') throw new Error(`${file} is not an invitation of Beside's own`);
  return unsealBesideInvitation(ticket, password, { scrypt });
}

/**
 * Writes an invitation of Beside's own.
 *
 * @returns path of the new file
 */
export async function seal(lab: Lab, invitation: BesideInvitation, password: string): Promise<string> {
  const path = lab.path('sealed.beside');
  writeFileSync(path, besideFile(await sealBesideInvitation(invitation, password, { scrypt, random: randomBytes })));
  return path;
}
