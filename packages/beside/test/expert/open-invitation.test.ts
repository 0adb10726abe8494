import { readFileSync } from 'node:fs';
import { utf8 } from '@beside/bytes';
import { createIdentity, type Identity } from '@beside/link';
import { formatConnectionString1, keyHash, keyHash2, openTicket, publicKeyBlob, readTicket, writeTicket } from '@beside/ticket';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenedInvitation, openInvitation } from '../../src/expert/open-invitation.js';

const fixture = (name: string) => readFileSync(new URL(`../../../ticket/test/fixtures/${name}`, import.meta.url));
const A = fixture('a-type1-xp.msrcincident');
const B = fixture('b-type2-2014.msrcincident');
const C = fixture('c-type2-2024.msrcincident');
const E = fixture('e-bare-string.msrcincident');
const F = fixture('f-beside-1.beside');
/** Long before any of them was made: they have not expired then. */
const EARLY = 0;

const hosts = ({ candidates }: OpenedInvitation) => candidates.map(({ host }) => host);

describe('an invitation opens', () => {
  it('of Windows XP, with its password and not without', async () => {
    const opened = await openInvitation(A, 'Password1', EARLY);
    expect(opened.way.type).toBe('rdp');
    expect(opened.rdp).toMatchObject({ passStub: 'RT=0PvIndan52*', password: 'Password1' });
    expect(opened.rdp?.connectionString).toMatch(/^65538,1,/);
    await expect(openInvitation(A, undefined, EARLY)).rejects.toMatchObject({ code: 'password-needed' });
  });

  it('of Windows XP without a password, for which none was set', async () => {
    const text = A.toString('latin1').replace(/ PassStub="[^"]*"/, '');
    const opened = await openInvitation(utf8(text), undefined, EARLY);
    expect(opened.rdp).toMatchObject({ password: '' });
    expect(opened.rdp).not.toHaveProperty('passStub');
  });

  it('as a connection string by itself, of either kind and without a password, since there is nothing to prove', async () => {
    const opened = await openInvitation(E, undefined, EARLY);
    expect(opened).toMatchObject({ user: undefined, rdp: { password: '' } });
    expect(opened.candidates).not.toEqual([]);
    const candidates = [{ kind: 'ipv4', host: '192.0.2.5', port: 3389 }] as const;
    const string1 = utf8(formatConnectionString1(candidates, 'session', keyHash(utf8('key'))));
    expect(hosts(await openInvitation(string1, undefined, EARLY))).toEqual(['192.0.2.5']);
    expect((await openInvitation(string1, 'given', EARLY)).rdp?.password).toBe('given');
  });

  it.each([
    [B, '48BJQ853X3B4'],
    [C, '4X638PTVZTKZ'],
  ])('of Windows since Vista, with its password and also where that is typed carelessly', async (bytes, password) => {
    const opened = await openInvitation(bytes, password.toLowerCase(), EARLY);
    expect(opened.rdp?.password).toBe(password);
    expect(opened.rdp?.sessionId).not.toBe('');
    await expect(openInvitation(bytes, undefined, EARLY)).rejects.toMatchObject({ code: 'password-needed' });
    await expect(openInvitation(bytes, 'BCDFGHJKLMNP', EARLY)).rejects.toMatchObject({ code: 'wrong-password' });
  });

  it('of Beside, sealed, and only ever in Beside’s way', async () => {
    const opened = await openInvitation(F, 'bcdf ghjk lmnp', EARLY);
    expect(opened).toMatchObject({ way: { type: 'beside' }, rdp: undefined });
    await expect(openInvitation(F, undefined, EARLY)).rejects.toMatchObject({ code: 'password-needed' });
    await expect(openInvitation(F, 'PNMLKJHGFDCB', EARLY)).rejects.toMatchObject({ code: 'wrong-password' });
    const damaged = utf8(F.toString('latin1').replace(/(beside:.{20})./, '$1!'));
    await expect(openInvitation(damaged, 'bcdf ghjk lmnp', EARLY)).rejects.toMatchObject({ name: 'TicketError' });
  });

  it.each([
    [A, 'Password1'],
    [B, '48BJQ853X3B4'],
    [F, 'bcdf ghjk lmnp'],
  ])('no more once its time is over', async (bytes, password) => {
    await expect(openInvitation(bytes, password, Date.UTC(2100))).rejects.toMatchObject({ code: 'expired' });
  });
});

describe('the key that answers', () => {
  const other = publicKeyBlob(new Uint8Array(256).fill(0xc5), 65537);
  let identity: Identity;
  let blob: Uint8Array;

  beforeAll(async () => {
    identity = await createIdentity(Date.now(), Date.now() + 3_600_000);
    blob = publicKeyBlob(identity.modulus, identity.exponent);
  });

  const password = 'BCDFGHJKLMNP';
  async function opened(hashes: { keyHash: string; keyHash2: string }): Promise<OpenedInvitation> {
    const candidates = [{ kind: 'ipv4', host: '192.0.2.5', port: 3389 }] as const;
    const content = { for: 'windows', user: 'Erika', password, passStub: 'x!1AbXXXXXXXXX', sessionId: 'id', ...hashes } as const;
    return openInvitation(writeTicket({ ...content, candidates, created: 0 }), password, EARLY);
  }

  /** Whether the key is taken in TLS, and in Standard RDP Security. */
  function taken({ way, rdp }: OpenedInvitation, certificate: Uint8Array, key: Uint8Array): boolean[] {
    if (way.type !== 'rdp' || !way.certificate || !rdp) throw new Error('not an invitation for Windows');
    return [way.certificate(certificate), rdp.acceptsServerKey(key)];
  }

  it('is the one of KH2, whatever KH says', async () => {
    const right = await opened({ keyHash: keyHash(other), keyHash2: keyHash2(blob) });
    expect(taken(right, identity.certificate, blob)).toEqual([true, true]);
    const wrong = await opened({ keyHash: keyHash(blob), keyHash2: keyHash2(other) });
    expect(taken(wrong, identity.certificate, blob)).toEqual([false, false]);
  });

  it('is the one of KH where that is all there is', async () => {
    const string = (key: Uint8Array) =>
      utf8(formatConnectionString1([{ kind: 'ipv4', host: '192.0.2.5', port: 1 }], 'id', keyHash(key)));
    expect(taken(await openInvitation(string(blob), undefined, EARLY), identity.certificate, blob)).toEqual([true, true]);
    expect(taken(await openInvitation(string(other), undefined, EARLY), identity.certificate, blob)).toEqual([false, false]);
  });

  it('is the certificate of CE in TLS, byte for byte, and the one of KH2 without TLS', async () => {
    const { certificate, keyHashes } = openTicket(readTicketOf(C), '4X638PTVZTKZ');
    const invitation = await openInvitation(C, '4X638PTVZTKZ', EARLY);
    expect(keyHashes.map(({ algorithm }) => algorithm)).toContain('sha256');
    expect(taken(invitation, certificate!, other)).toEqual([true, false]);
    expect(taken(invitation, identity.certificate, other)).toEqual([false, false]);
    const longer = Buffer.concat([certificate!, Buffer.of(0)]);
    expect(taken(invitation, longer, other)).toEqual([false, false]);
  });

  it('is that of CE without TLS too where CE is all that the invitation names', async () => {
    const ce = Buffer.from(identity.certificate).toString('base64');
    const string = utf8(`<E><A CE="${ce}" ID="id"/><C><T ID="1" SID="0"><L P="3389" N="192.0.2.5"/></T></C></E>`);
    const invitation = await openInvitation(string, undefined, EARLY);
    expect(taken(invitation, identity.certificate, blob)).toEqual([true, true]);
    expect(taken(invitation, identity.certificate, other)).toEqual([true, false]);
  });

  it('is none that cannot be read', async () => {
    const invitation = await opened({ keyHash: keyHash(blob), keyHash2: keyHash2(blob) });
    expect(taken(invitation, utf8('no certificate'), new Uint8Array(0))).toEqual([false, false]);
  });
});

function readTicketOf(bytes: Uint8Array) {
  const ticket = readTicket(bytes);
  if (ticket.kind !== 'windows') throw new Error('it is of another kind');
  return ticket;
}
