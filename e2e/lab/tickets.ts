import { readFileSync, writeFileSync } from 'node:fs';
import { type OpenedTicket, openLhTicket, openTicket, readTicket, sealLhTicket } from '@beside/ticket';
import type { Lab } from './lab.js';

/** What is changed in an invitation before it is sealed again. */
export interface Changes {
  /** The new file opens with this password, and its expert proves this one. */
  readonly password?: string;
  readonly sessionId?: string;
  /** The only way in; a host of FreeRDP's liking has more than 8 characters. */
  readonly address?: { readonly host: string; readonly port: number };
}

/** What an invitation says with its password. */
export function open(file: string, password: string): OpenedTicket {
  return openTicket(readTicket(readFileSync(file)), password);
}

/** Port that an invitation names for this computer's own address. */
export function portOf(file: string, password: string): number {
  const port = open(file, password).candidates[0]?.port;
  if (port === undefined) throw new Error(`${file} names no address`);
  return port;
}

/**
 * Writes an invitation anew, so that FreeRDP opens it, finds the novice and then proves or names something wrong.
 *
 * @returns path of the new file
 */
export function reseal(lab: Lab, file: string, password: string, changes: Changes): string {
  const text = readFileSync(file, 'utf8');
  const [, sealed = ''] = /LHTICKET="([^"]*)"/.exec(text) ?? [];
  let plain = openLhTicket(sealed, password);
  if (changes.sessionId) plain = plain.replace(/ ID="[^"]{20,}"/, ` ID="${changes.sessionId}"`);
  const { address } = changes;
  if (address) plain = plain.replace(/(<L [^>]*>)+/, `<L P="${address.port}" N="${address.host}"/>`);
  const path = lab.path('resealed.msrcincident');
  writeFileSync(path, text.replace(sealed, sealLhTicket(plain, changes.password ?? password)));
  return path;
}
