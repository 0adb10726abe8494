import { randomBytes, scryptSync } from 'node:crypto';
import {
  besideFile,
  generatePassword,
  openBesideInvitation,
  readTicket,
  type Scrypt,
  sealBesideInvitation,
} from '@beside/ticket';

const random = (length: number) => randomBytes(length);
const scrypt: Scrypt = (password, salt, { dkLen, ...cost }) => scryptSync(password, salt, dkLen, { ...cost, maxmem: 2 ** 28 });
const password = generatePassword(random);
const candidates = [{ kind: 'ipv4', host: '192.0.2.17', port: 49300 }] as const;
const times = { created: Date.now(), expiresAt: Date.now() + 6 * 3600_000 };
const invitation = { user: 'Anna', candidates, certificate: random(32), secret: random(32), ...times };
const link = await sealBesideInvitation(invitation, password, { scrypt, random });

const ticket = readTicket(besideFile(link)); // the file, or a message that has the link in it; `kind` is all that it tells
if (ticket.kind !== 'beside') throw new Error('an invitation for Windows: openTicket opens it');
export const opened = await openBesideInvitation(ticket, password.toLowerCase(), { scrypt }, Date.now());
