import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encryptPassStub, openTicket } from '../src/index.js';
import { deriveTicketKey } from '../src/lhticket.js';
import { fixture, PASSWORDS, readWindowsTicket } from './fixtures.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the type 1 ticket of Windows XP', () => {
  const ticket = readWindowsTicket(fixture('a-type1-xp'));

  it('is read although it has the wrong encoding declared and no blank between two attributes', () => {
    expect(ticket).toMatchObject({
      form: 'type1',
      user: 'Administrator',
      created: 1314905741_000,
      expires: 1314905741_000 + 180 * 60_000,
      passStub: 'RT=0PvIndan52*',
      lowBandwidth: false,
      lhTicket: undefined,
    });
  });

  it('opens to its connection string without a password', () => {
    expect(openTicket(ticket)).toEqual({
      connectionString:
        '65538,1,10.0.3.105:3389;winxpsp3.contoso3.com:3389,*,rb+v0oPmEISmi8N2zK/vuhgul/ABqlDt6wW0VxMyxK8=,*,*,IuaRySSbPDNna4+2mKcsKxsbJFI=',
      candidates: [
        { kind: 'ipv4', host: '10.0.3.105', port: 3389 },
        { kind: 'name', host: 'winxpsp3.contoso3.com', port: 3389 },
      ],
      sessionId: 'rb+v0oPmEISmi8N2zK/vuhgul/ABqlDt6wW0VxMyxK8=',
      keyHashes: [{ algorithm: 'sha1', digest: 'IuaRySSbPDNna4+2mKcsKxsbJFI=' }],
      certificate: undefined,
      password: undefined,
    });
  });

  it('is proved as FreeRDP proves it', () => {
    expect(hex(encryptPassStub(ticket.passStub!, PASSWORDS.A))).toBe(
      '3c9cae0bce7ab15c8aac01d676045edf3ffaf092e2de368a2017e68a0ded7c90',
    );
  });
});

describe('the type 2 ticket of 2014', () => {
  const ticket = readWindowsTicket(fixture('b-type2-2014'));

  it('opens to the published plaintext, CR LF included', () => {
    expect(hex(deriveTicketKey(PASSWORDS.B))).toBe('e88f838e6bdd430345ac6d2e6e7e28db');
    const opened = openTicket(ticket, PASSWORDS.B);
    expect(opened.connectionString).toBe(
      '<E><A KH="BNRjdu97DyczQSRuMRrDWoue+HA=" ID="+ULZ6ifjoCa6cGPMLQiGHRPwkg6VyJqGwxMnO6GcelwUh9a6/FBq3It5ADSndmLL"/>' +
        '<C><T ID="1" SID="0"><L P="49228" N="fe80::1032:53d9:5a01:909b%3"/><L P="49229" N="fe80::3d8f:9b2d:6b4e:6aa%6"/>' +
        '<L P="49230" N="192.168.1.200"/><L P="49231" N="169.254.6.170"/></T></C></E>\r\n',
    );
    expect(opened.candidates).toEqual([
      { kind: 'ipv6-link-local', host: 'fe80::1032:53d9:5a01:909b', port: 49228, scope: '3' },
      { kind: 'ipv6-link-local', host: 'fe80::3d8f:9b2d:6b4e:6aa', port: 49229, scope: '6' },
      { kind: 'ipv4', host: '192.168.1.200', port: 49230 },
      { kind: 'ipv4', host: '169.254.6.170', port: 49231 },
    ]);
    expect(opened.keyHashes).toEqual([{ algorithm: 'sha1', digest: 'BNRjdu97DyczQSRuMRrDWoue+HA=' }]);
    expect(opened.password).toBe(PASSWORDS.B);
  });

  it('says without a password what its RCTICKET says', () => {
    expect(ticket).toMatchObject({ form: 'type2', user: 'awake', created: 1403972263_000 });
    expect(ticket.expires).toBe(1403972263_000 + 14400 * 60_000);
    expect(ticket.connectionString1).toMatchObject({
      sessionId: '+ULZ6ifjoCa6cGPMLQiGHRPwkg6VyJqGwxMnO6GcelwUh9a6/FBq3It5ADSndmLL',
      candidates: [
        { kind: 'ipv4', host: '192.168.1.200', port: 49230 },
        { kind: 'ipv4', host: '169.254.6.170', port: 49231 },
      ],
    });
  });

  it('is proved as FreeRDP proves it', () => {
    expect(hex(encryptPassStub(ticket.passStub!, PASSWORDS.B))).toBe(
      '777dfaae9028124dd02ede8014221b4ad1f4ec138539d733ac767895b2d857d9',
    );
  });
});

describe('the type 2 ticket of 2024', () => {
  const ticket = readWindowsTicket(fixture('c-type2-2024'));
  const opened = openTicket(ticket, PASSWORDS.C);

  it('opens to the published plaintext', () => {
    expect(ticket).toMatchObject({ form: 'type2', user: 'fx', connectionString1: undefined });
    expect(hex(deriveTicketKey(PASSWORDS.C))).toBe('67f4d59327f13b7688be49b81e9fb59d');
    expect(opened.connectionString).toMatch(
      /^<E><A KH="0Xc54LdpNOVklt8sOsnDJ\+uVuJY=" KH2="sha256:ouBL64tmjIDg3kif5vSrcvMqWn1xkVehBGNcmnQ\/iS4=" CE="MIIC4jCC/,
    );
    expect(opened.connectionString.endsWith('<L P="64733" N="10.0.1.174"/></T></C></E>\r\n')).toBe(true);
    expect(opened.sessionId).toBe('x71Z31da9Vbtnu13p0YHxoi99oE4bC0OHyoNLpLDGsEo7pJJJPDkhFUVlCGquycl');
  });

  it('has both key hashes and a Teredo candidate', () => {
    expect(opened.keyHashes).toEqual([
      { algorithm: 'sha1', digest: '0Xc54LdpNOVklt8sOsnDJ+uVuJY=' },
      { algorithm: 'sha256', digest: 'ouBL64tmjIDg3kif5vSrcvMqWn1xkVehBGNcmnQ/iS4=' },
    ]);
    expect(opened.candidates.map(({ kind, port }) => [kind, port])).toEqual([
      ['ipv6-link-local', 64730],
      ['ipv6-link-local', 64731],
      ['teredo', 64732],
      ['ipv4', 64733],
    ]);
  });

  it('has the novice certificate, line breaks and all', () => {
    expect(new X509Certificate(opened.certificate!).publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  });

  it('is proved as FreeRDP proves it', () => {
    expect(hex(encryptPassStub(ticket.passStub!, PASSWORDS.C))).toBe(
      '15200496af33c6e01bbf4a15c9c1b871443f2e93a882352b24080655164e9d3b',
    );
  });
});

describe('a bare connection string', () => {
  it('is an invitation of its own form', () => {
    const ticket = readWindowsTicket(fixture('e-bare-string'));
    expect(ticket).toMatchObject({ form: 'string', user: undefined, expires: undefined, passStub: undefined });
    const opened = openTicket(ticket);
    expect(opened.connectionString).toBe(fixture('e-bare-string').toString());
    expect(opened.candidates).toEqual([
      { kind: 'ipv6', host: '2001:4898:1a:5:79e2:3356:9b22:3470', port: 49749 },
      { kind: 'ipv4', host: '172.31.250.64', port: 49751 },
    ]);
  });

  it('may be a connection string 1', () => {
    const text = '65538,1,10.0.3.105:3389,*,rb+v=,*,*,IuaR=\n';
    expect(openTicket(readWindowsTicket(Buffer.from(text)))).toMatchObject({ connectionString: text, sessionId: 'rb+v=' });
  });
});
