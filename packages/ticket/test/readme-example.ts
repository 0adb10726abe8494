import { randomBytes } from 'node:crypto';
import { generatePassStub, generatePassword, generateSessionId, openTicket, readTicket, writeTicket } from '@beside/ticket';

const random = (length: number) => randomBytes(length);
const password = generatePassword(random);
const candidates = [{ kind: 'ipv4', host: '192.0.2.17', port: 49300 }] as const;
const keys = { keyHash: 'BNRjdu97DyczQSRuMRrDWoue+HA=', keyHash2: 'sha256:ouBL64tmjIDg3kif5vSrcvMqWn1xkVehBGNcmnQ/iS4=' };
const secrets = { password, passStub: generatePassStub(random), sessionId: generateSessionId(random) };
const bytes = writeTicket({ for: 'windows', user: 'Anna', ...secrets, ...keys, candidates, created: Date.now() });

const ticket = readTicket(bytes); // anybody can: ticket.user, ticket.expires
export const opened = openTicket(ticket, password.toLowerCase()); // opened.candidates, opened.sessionId
