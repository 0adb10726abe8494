import { createHash } from 'node:crypto';
import { ProtocolError, Rc4, Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketProtection } from '../../src/security/packet-protection.js';
import { SecurityFlag } from '../../src/security/security-layer.js';
import { deriveSessionKeys } from '../../src/security/session-keys.js';
import { StandardSecurity } from '../../src/security/standard-security.js';

const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

const random = fc.uint8Array({ minLength: 32, maxLength: 32 });
const data = fc.uint8Array({ maxLength: 400 });
const KEYS = deriveSessionKeys(
  new Uint8Array(32).fill(0x5a),
  Uint8Array.from({ length: 32 }, (_, i) => i),
);

function pair() {
  return { client: new StandardSecurity('client', KEYS), server: new StandardSecurity('server', KEYS) };
}

/** A PDU as it stands in MCS data. */
function slowPath(layer: StandardSecurity, flags: number, body: Uint8Array): Uint8Array {
  const writer = new Writer().u8(0xee); // what stands before it is not touched
  const start = layer.begin(writer, flags);
  writer.bytes(body);
  layer.end(writer, start);
  expect(writer.view()[0]).toBe(0xee);
  return writer.finish().subarray(1);
}

function fastPath(layer: StandardSecurity, header: number, body: Uint8Array): Uint8Array {
  const writer = new Writer().u8(header).u16BE(0).zeros(layer.fastPathOverhead).bytes(body);
  writer.patchU16BE(1, 0x8000 | writer.length);
  layer.sealFastPath(writer.view());
  return writer.finish();
}

/** [MS-RDPBCGR] 5.3.6.1 and 5.3.6.1.1, by another library and in one piece. */
function mac(key: Uint8Array, body: Uint8Array, count?: number): Uint8Array {
  const u32 = (value: number) => new Writer().u32(value).finish();
  const inner = createHash('sha1').update(key).update(Buffer.alloc(40, 0x36)).update(u32(body.length)).update(body);
  if (count !== undefined) inner.update(u32(count));
  return createHash('md5').update(key).update(Buffer.alloc(48, 0x5c)).update(inner.digest()).digest().subarray(0, 8);
}

/** [MS-RDPBCGR] 5.3.7, likewise. */
function nextKey(initial: Uint8Array, current: Uint8Array): Uint8Array {
  const component = createHash('sha1').update(initial).update(Buffer.alloc(40, 0x36)).update(current).digest();
  const key = new Uint8Array(createHash('md5').update(initial).update(Buffer.alloc(48, 0x5c)).update(component).digest());
  new Rc4(key.slice()).apply(key);
  return key;
}

describe('StandardSecurity', () => {
  it('gives the other end what was sent, in both directions, by both paths, with any mixture of MACs', () => {
    const packet = fc.record({ fast: fc.boolean(), fromClient: fc.boolean(), salt: fc.boolean(), body: data });
    fc.assert(
      fc.property(random, random, fc.array(packet, { maxLength: 12 }), (clientRandom, serverRandom, packets) => {
        const keys = deriveSessionKeys(clientRandom, serverRandom);
        const client = new StandardSecurity('client', keys);
        const server = new StandardSecurity('server', keys);
        for (const { fast, fromClient, salt, body } of packets) {
          const [from, to] = fromClient ? [client, server] : [server, client];
          if (salt) from.saltMacs();
          if (fast) {
            const opened = to.openFastPath(fastPath(from, 0x1c, body), 'test');
            expect(opened.header & 0x3f).toBe(0x1c);
            expect(opened.body.rest()).toEqual(body);
          } else {
            const opened = to.open(slowPath(from, SecurityFlag.info, body), true, 'test');
            expect(opened.flags & SecurityFlag.info).not.toBe(0);
            expect(opened.body.rest()).toEqual(body);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('writes the header, flags and MAC that the document says, salted by the packets before where that was agreed', () => {
    const { client } = pair();
    const body = Uint8Array.of(1, 2, 3, 4, 5);
    const first = new Reader(slowPath(client, SecurityFlag.info, body), 'test');
    expect(first.u16('flags')).toBe(0x0048);
    expect(first.u16('flagsHi')).toBe(0);
    expect(first.take(8, 'mac')).toEqual(new Uint8Array(mac(KEYS.mac, body)));
    const encrypted = body.slice();
    const cipher = new Rc4(KEYS.clientToServer);
    cipher.apply(encrypted);
    expect(first.rest()).toEqual(encrypted);
    client.saltMacs();
    const second = fastPath(client, 0x04, body);
    expect(second[0]).toBe(0xc4);
    expect(second.subarray(3, 11)).toEqual(new Uint8Array(mac(KEYS.mac, body, 1)));
    const third = slowPath(client, 0, body);
    expect(third.subarray(0, 2)).toEqual(Uint8Array.of(0x08, 0x08));
    expect(third.subarray(4, 12)).toEqual(new Uint8Array(mac(KEYS.mac, body, 2)));
  });

  it('goes on beyond the updates of the keys, each direction on its own', () => {
    const { client, server } = pair();
    client.saltMacs();
    const first = slowPath(client, 0, new Uint8Array(16));
    server.open(first.slice(), false, 'test');
    for (let i = 1; i < 9000; i++) {
      const body = Uint8Array.of(i, i >> 8);
      expect(server.open(slowPath(client, 0, body), false, 'test').body.rest()).toEqual(body);
      if (i % 2 === 0) expect(client.openFastPath(fastPath(server, 0, body), 'test').body.rest()).toEqual(body);
    }
  });

  it('begins the 4097th packet with a new key, which is made of the first and the present one', () => {
    const key = Uint8Array.from({ length: 16 }, (_, i) => 7 * i);
    const protection = new PacketProtection(KEYS.mac, key);
    const seal = () => {
      const body = Uint8Array.of(0, 0, 0, 0);
      protection.seal(body, new Uint8Array(8), false);
      return body;
    };
    const sealed = Array.from({ length: 2 * 4096 + 1 }, seal);
    const second = nextKey(key, key);
    for (const [at, expected] of [
      [0, key],
      [4096, second],
      [8192, nextKey(key, second)],
    ] as const) {
      const stream = new Uint8Array(4);
      new Rc4(expected).apply(stream);
      expect(sealed[at]).toEqual(stream);
    }
    const beforeUpdate = new Uint8Array(4 * 4096);
    new Rc4(key).apply(beforeUpdate);
    expect(sealed[4095]).toEqual(beforeUpdate.subarray(-4));
  });

  it('refuses whatever was changed, left out, repeated or sent the wrong way', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (body, at, change) => {
          const { client, server } = pair();
          const pdu = slowPath(client, 0, body);
          const changed = pdu.slice();
          changed[4 + (at % (pdu.length - 4))]! ^= change;
          expect(() => server.open(changed, false, 'test')).toThrow('test.dataSignature');
        },
      ),
    );
    const { client, server } = pair();
    const first = slowPath(client, 0, Uint8Array.of(1));
    const second = slowPath(client, 0, Uint8Array.of(2, 3, 4));
    expect(() => pair().server.open(second.slice(), false, 'test')).toThrow(ProtocolError);
    expect(() => client.open(first.slice(), false, 'test')).toThrow(ProtocolError);
    server.open(first.slice(), false, 'test');
    expect(() => server.open(first.slice(), false, 'test')).toThrow(ProtocolError);
  });

  it('takes nothing in the clear but a licensing PDU, and that only where one is awaited', () => {
    const { client, server } = pair();
    const license = slowPath(server, SecurityFlag.license, Uint8Array.of(0xff, 3));
    expect(license).toEqual(Uint8Array.of(0x80, 0, 0, 0, 0xff, 3));
    expect(client.open(license, true, 'test').body.rest()).toEqual(Uint8Array.of(0xff, 3));
    expect(() => client.open(license, false, 'test')).toThrow('test.securityHeader.flags');
    expect(() => client.open(Uint8Array.of(0x40, 0, 0, 0, 1), true, 'test')).toThrow('test.securityHeader.flags');
    expect(() => client.openFastPath(Uint8Array.of(0, 3, 1), 'test')).toThrow('test.header.flags');
    const encrypted = slowPath(client, SecurityFlag.info | SecurityFlag.encrypt, Uint8Array.of(9));
    expect(server.open(encrypted, true, 'test').body.rest()).toEqual(Uint8Array.of(9));
  });

  it('takes any bytes, and throws nothing but ProtocolError (fuzz)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, headed) => {
        for (const open of [
          () => pair().server.open(bytes.slice(), headed, 'test'),
          () => pair().server.openFastPath(bytes.slice(), 'test'),
        ]) {
          try {
            open();
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        }
      }),
      { numRuns: 500 * TIMES },
    );
  });
});
