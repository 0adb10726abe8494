import { describe, expect, it } from 'vitest';
import type { EncodedRect } from '../../src/index.js';
import { FastPathFlag } from '../../src/security/security-layer.js';
import { Rig, standardSecurity } from '../client/rig.js';

const rect = (n: number): EncodedRect => ({
  x: 0,
  y: 0,
  width: 4,
  height: 1,
  codec: 'raw',
  bitsPerPixel: 32,
  data: Uint8Array.from({ length: 16 }, (_, i) => n + i),
});

describe('both ends under Standard RDP Security', () => {
  it('hand over the very key that the server was given, and do nothing before it is accepted', () => {
    const rig = new Rig({ security: 'standard' }, { security: standardSecurity() }).run();
    expect(rig.clientEvents).toEqual([{ type: 'server-key', blob: standardSecurity().publicKey }]);
    expect(rig.serverTypes).toEqual([]);
    rig.client.acceptServerKey(rig.now);
    rig.run();
    expect(rig.serverTypes).toEqual(['client-info', 'active']);
    expect(rig.clientTypes).toContain('active');
  });

  it('come together where both have TLS too, and where the client has it alone', () => {
    const both = Rig.active({ security: 'negotiate' }, { security: { ...standardSecurity(), tls: true } });
    expect(both.clientTypes.slice(0, 2)).toEqual(['start-tls', 'active']);
    const client = new Rig({ security: 'negotiate' }, { security: standardSecurity() }).run();
    expect(client.clientTypes).toEqual(['server-key']);
    client.client.acceptServerKey(client.now);
    expect(client.run().clientTypes).toContain('active');
  });

  it('pass more than 4096 packets each way, pictures and channel messages, keys and messages back', () => {
    const rig = Rig.standard();
    const packets = 4500;
    for (let i = 0; i < packets; i++) {
      const frame = rig.server.sendFrame([rect(i)]);
      expect(rig.client.sendInput({ type: 'pointer', x: i % 640, y: i % 480 })).toBe(true);
      if (i % 3 === 0) {
        rig.server.sendChannel('remdesk', Uint8Array.of(i, i >> 8));
        rig.client.sendChannel('encomsp', Uint8Array.of(i >> 8, i));
      }
      if (frame % 5 === 0) rig.client.acknowledgeFrame(frame);
      rig.run();
    }
    expect(rig.clientEnd).toBeUndefined();
    expect(rig.serverEnd).toBeUndefined();
    const pictures = rig.clientEvents.flatMap((event) => (event.type === 'picture' ? event.rects : []));
    expect(pictures).toHaveLength(packets);
    expect(pictures.at(-1)?.data).toEqual(rect(packets - 1).data);
    const inputs = rig.serverEvents.filter((event) => event.type === 'input');
    expect(inputs).toHaveLength(packets);
    expect(inputs.at(-1)).toMatchObject({ input: { type: 'pointer', x: (packets - 1) % 640, y: (packets - 1) % 480 } });
    const messages = (events: readonly { type: string }[]) => events.filter(({ type }) => type === 'channel').length;
    expect([messages(rig.clientEvents), messages(rig.serverEvents)]).toEqual([1500, 1500]);
    expect(Math.min(rig.fromClient.length, rig.fromServer.length)).toBeGreaterThan(4096);
  });

  it('say nothing in the clear once the keys are there, and salt their MACs', () => {
    const rig = Rig.standard();
    const text = Buffer.from('words that nobody else may read');
    rig.server.sendChannel('remdesk', text);
    rig.client.sendChannel('remdesk', text);
    rig.server.sendFrame([{ ...rect(0), width: 8, data: text.subarray(0, 28) }]);
    rig.client.sendInput({ type: 'key', scancode: 0x1e, down: true });
    for (const pdu of [...rig.fromClient, ...rig.fromServer]) expect(Buffer.from(pdu).includes(text.subarray(0, 28))).toBe(false);
    const both = FastPathFlag.encrypted | FastPathFlag.secureChecksum;
    for (const pdu of [rig.fromClient.at(-1)!, rig.fromServer.at(-1)!]) expect(pdu[0]! & both).toBe(both);
  });

  it('go on after a new size', () => {
    const rig = Rig.standard();
    rig.server.resize(800, 500);
    rig.run();
    expect(rig.clientEvents.findLast(({ type }) => type === 'active')).toMatchObject({ width: 800, height: 500 });
    rig.server.sendFrame([rect(1)]);
    expect(rig.run().clientTypes).toContain('picture');
  });

  it.each(['client', 'server'] as const)('end at the %s with the first byte that was changed on the way', (victim) => {
    const rig = Rig.standard();
    const sent = victim === 'server' ? rig.fromClient : rig.fromServer;
    if (victim === 'server') rig.client.sendChannel('remdesk', Uint8Array.of(1, 2, 3));
    else rig.server.sendChannel('remdesk', Uint8Array.of(1, 2, 3));
    const pdu = sent.at(-1)!;
    pdu[pdu.length - 1]! ^= 1;
    rig.run();
    const end = victim === 'server' ? rig.serverEnd : rig.clientEnd;
    expect(end).toMatchObject({ reason: 'malformed' });
    expect(end?.error?.message).toContain('dataSignature');
    expect(rig.clientTypes).not.toContain('channel');
    expect(rig.serverTypes).not.toContain('channel');
  });
});
