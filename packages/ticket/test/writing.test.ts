import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  formatConnectionString1,
  formatXml,
  openTicket,
  parseCandidate,
  parseConnectionString1,
  parseConnectionString2,
  writeTicket,
} from '../src/index.js';
import { parseXml } from '../src/xml.js';
import { CONTENT, readWindowsTicket } from './fixtures.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

const candidates: fc.Arbitrary<Candidate[]> = fc
  .array(
    fc.tuple(
      fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('fe80::1%3', 'fe80::2%eth0', 'pc', 'a.example')),
      fc.integer({ min: 1, max: 65535 }),
    ),
    { maxLength: 20 },
  )
  .map((pairs) => pairs.flatMap(([host, port]) => parseCandidate(host, String(port)) ?? []));

/** Characters that XML 1.0 can hold. */
const xmlText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((found) => found.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));

describe('a ticket for Windows', () => {
  it('has the literal form that every known reader takes, and no RCTICKET', () => {
    expect(text(writeTicket(CONTENT))).toMatch(
      /^<\?xml version="1\.0"\?><UPLOADINFO TYPE="Escalated"><UPLOADDATA USERNAME="Anna" LHTICKET="[0-9A-F]+" PassStub="Ab!1CdEfGhIjKl" RCTICKETENCRYPTED="1" DtStart="1700000000" DtLength="360" L="0"\/><\/UPLOADINFO>$/,
    );
  });

  it('has the literal connection string inside, CR LF at its end', () => {
    const short: Candidate = { kind: 'ipv4', host: '10.0.0.1', port: 49302 };
    const opened = openTicket(
      readWindowsTicket(writeTicket({ ...CONTENT, candidates: [...CONTENT.candidates, short] })),
      CONTENT.password,
    );
    expect(opened.connectionString).toBe(
      `<E><A KH="${CONTENT.keyHash}" KH2="${CONTENT.keyHash2}" ID="${CONTENT.sessionId}"/><C><T ID="1" SID="0"><L P="49300" N="192.0.2.17"/>` +
        '<L P="49301" N="fe80::1%3"/><L P="49302" N="10.0.0.1"/><L P="49302" N="::ffff:10.0.0.1"/></T></C></E>\r\n',
    );
    expect(opened.candidates).toEqual([...CONTENT.candidates, short]);
  });

  it('for XP has RCTICKET as well, with the same id and hash and without IPv6', () => {
    const ticket = readWindowsTicket(writeTicket({ ...CONTENT, for: 'xp' }));
    expect(ticket.connectionString1).toEqual({
      text: `65538,1,192.0.2.17:49300,*,${CONTENT.sessionId},*,*,${CONTENT.keyHash}`,
      candidates: [CONTENT.candidates[0]],
      sessionId: CONTENT.sessionId,
      keyHash: CONTENT.keyHash,
    });
  });

  it('is read back as it was meant', () => {
    const options = fc.record({
      user: xmlText,
      password: fc.string({ minLength: 1 }),
      candidates,
      for: fc.constantFrom('windows', 'xp'),
      created: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => seconds * 1000),
      lifetime: fc.integer({ min: 1, max: 100_000 }),
      lowBandwidth: fc.boolean(),
    });
    fc.assert(
      fc.property(options, (wanted) => {
        const content = { ...CONTENT, ...wanted };
        const ticket = readWindowsTicket(writeTicket(content));
        expect(ticket).toMatchObject({
          form: 'type2',
          user: wanted.user,
          created: wanted.created,
          expires: wanted.created + wanted.lifetime * 60_000,
          passStub: CONTENT.passStub,
          lowBandwidth: wanted.lowBandwidth,
        });
        const opened = openTicket(ticket, wanted.password);
        expect(opened.sessionId).toBe(CONTENT.sessionId);
        const distinct = new Set(wanted.candidates.map((candidate) => JSON.stringify(candidate)));
        expect(opened.candidates.map((candidate) => JSON.stringify(candidate))).toEqual([...distinct]);
      }),
    );
  });
});

describe('connection strings', () => {
  it('1: IPv4 and names are read back', () => {
    fc.assert(
      fc.property(candidates, (wanted) => {
        const kept = wanted
          .filter(({ kind }) => kind === 'ipv4' || kind === 'name')
          .map((candidate) => JSON.stringify(candidate));
        const { candidates: found } = parseConnectionString1(formatConnectionString1(wanted, 'id', 'kh'));
        expect(found.map((candidate) => JSON.stringify(candidate))).toEqual([...new Set(kept)]);
      }),
    );
  });

  it('2: several containers, transports and unknown parts are kept for writing', () => {
    const string =
      '<E V="2"><A KH="a" KH2="sha512:b" CE="MIIB&#xA;AA==" ID="c" NEW="d&amp;e"/><C><T ID="1" SID="7"><L P="1" N="one.example" U="x"/></T></C>' +
      '<C X="1"><T ID="9" SID="0"><L P="2" N="other-transport"/></T><T ID="1"><L P="3" N="2001:db8::1"/><Z/></T></C></E>';
    const parsed = parseConnectionString2(string);
    expect(parsed.candidates.map(({ port }) => port)).toEqual([1, 3]);
    expect(parsed.keyHashes).toEqual([
      { algorithm: 'sha1', digest: 'a' },
      { algorithm: 'sha512', digest: 'b' },
    ]);
    expect(parsed.certificate).toEqual(Uint8Array.of(0x30, 0x82, 0x01, 0x00));
    expect(formatXml(parsed.element)).toBe(string);
  });

  it('2: a certificate that cannot be read is no invitation without one', () => {
    expect(() => parseConnectionString2('<E><A CE="%" ID="c"/></E>')).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(parseConnectionString2('<E><A ID="c"/></E>')).toMatchObject({ certificate: undefined, keyHashes: [], candidates: [] });
  });
});

describe('XML', () => {
  it('attributes are read back as they were written, without what XML cannot hold', () => {
    fc.assert(
      fc.property(xmlText, (value) => {
        expect(
          parseXml(formatXml({ name: 'E', attributes: new Map([['a', `${value}\0\ud800`]]), children: [] }), [
            'E',
          ]).attributes.get('a'),
        ).toBe(value);
      }),
    );
  });
});
