import { readFileSync } from 'node:fs';
import { readTicket, type TicketContent, TicketError, type TicketErrorCode, type WindowsTicket } from '../src/index.js';

/** Bytes of a published invitation; fixtures/README.md says where they are from. */
export function fixture(name: 'a-type1-xp' | 'b-type2-2014' | 'c-type2-2024' | 'e-bare-string'): Buffer {
  return readFileSync(new URL(`./fixtures/${name}.msrcincident`, import.meta.url));
}

/** Reads an invitation that is one for Windows. */
export function readWindowsTicket(bytes: Uint8Array): WindowsTicket {
  const ticket = readTicket(bytes);
  if (ticket.kind !== 'windows') throw new Error('not an invitation for Windows');
  return ticket;
}

export const PASSWORDS = { A: 'Password1', B: '48BJQ853X3B4', C: '4X638PTVZTKZ' };

/** Everything a ticket of ours needs. */
export const CONTENT: TicketContent = {
  for: 'windows',
  user: 'Anna',
  password: 'BCDFGHJKLMNP',
  passStub: 'Ab!1CdEfGhIjKl',
  sessionId: '+ULZ6ifjoCa6cGPMLQiGHRPwkg6VyJqGwxMnO6GcelwUh9a6/FBq3It5ADSndmLL',
  keyHash: 'BNRjdu97DyczQSRuMRrDWoue+HA=',
  keyHash2: 'sha256:ouBL64tmjIDg3kif5vSrcvMqWn1xkVehBGNcmnQ/iS4=',
  candidates: [
    { kind: 'ipv4', host: '192.0.2.17', port: 49300 },
    { kind: 'ipv6-link-local', host: 'fe80::1', port: 49301, scope: '3' },
  ],
  created: 1_700_000_000_000,
};

/** The code of the TicketError that `action` throws; anything else it throws goes through. */
export function codeOf(action: () => unknown): TicketErrorCode | 'none' {
  try {
    action();
    return 'none';
  } catch (error) {
    if (error instanceof TicketError) return error.code;
    throw error;
  }
}

/** Bytes that are the same in every run: a counter through a small generator. */
export function fixedRandom(seed = 1): (length: number) => Uint8Array {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
}
