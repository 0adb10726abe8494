import { Reader, Writer } from '@beside/bytes';
import { describe, expect, it } from 'vitest';
import { decodeDeactivateAll, decodeDemandActive } from '../../src/activation.js';
import { encodeChannelChunk } from '../../src/channels.js';
import { encodeFastPathInput } from '../../src/fast-path-input.js';
import { decodeControl, decodeFontMap, decodeSynchronize } from '../../src/finalization.js';
import { decodeLicenseError, openLicenseMessage, VALID_CLIENT } from '../../src/license.js';
import { decodeDomainPdu } from '../../src/mcs/domain.js';
import { decodeMonitorLayout } from '../../src/monitor-layout.js';
import { decodeSetErrorInfo, encodeFrameAcknowledge, encodeRefreshRect, encodeSuppressOutput } from '../../src/output-control.js';
import { decodeShareControl, ShareControlType } from '../../src/share-control.js';
import { decodeShareData, ShareDataType } from '../../src/share-data.js';
import { encodeSlowPathInput } from '../../src/slow-path-input.js';
import { decodeX224Data } from '../../src/x224.js';
import { capabilities, TestClient } from './test-client.js';

const REMDESK = 1005;
const RDPDR = 1004;
const key = { type: 'key', scancode: 0x1e, down: true } as const;

/** Data of an MCS Send Data Indication. */
function indication(pdu: Uint8Array): Reader {
  const domain = decodeDomainPdu(decodeX224Data(pdu, 'test'));
  if (domain.type !== 'send-data-indication') throw new Error(`is a ${domain.type}`);
  return new Reader(domain.data, 'test');
}

const shareControl = (pdu: Uint8Array) => decodeShareControl(indication(pdu))!;
const shareData = (pdu: Uint8Array) => decodeShareData(shareControl(pdu).body);
const slowPath = (client: TestClient) => client.sent.filter((pdu) => pdu[0] === 3);
const types = (client: TestClient) => client.types.slice(2);

describe('activation', () => {
  it('is a licence, Demand Active, and the answers that finish it, in their order', () => {
    const client = new TestClient().known();
    const before = client.sent.length;
    client.server.accept();
    client.confirmActive();
    client.finalize();
    const [license, demand, synchronize, cooperate, granted, fontMap] = slowPath(client).slice(before);
    const licensing = indication(license!);
    expect(licensing.u32('header')).toBe(0x80);
    expect(decodeLicenseError(openLicenseMessage(licensing).body)).toEqual(VALID_CLIENT);
    const sets = decodeDemandActive(shareControl(demand!).body).capabilities;
    expect(sets.find((set) => set.type === 'bitmap')).toMatchObject({
      desktopWidth: 640,
      desktopHeight: 480,
      preferredBitsPerPixel: 32,
    });
    expect(decodeSynchronize(shareData(synchronize!).body)).toBe(1007);
    expect(decodeControl(shareData(cooperate!).body)).toEqual({ action: 4, grantId: 0, controlId: 0 });
    expect(decodeControl(shareData(granted!).body)).toEqual({ action: 2, grantId: 1007, controlId: 0x3ea });
    expect(shareData(fontMap!).type).toBe(ShareDataType.fontMap);
    decodeFontMap(shareData(fontMap!).body);
    expect(client.events.at(-1)).toMatchObject({ type: 'active', width: 640, height: 480 });
  });

  it('tells what the client can show', () => {
    expect(new TestClient().active().events.at(-1)).toMatchObject({
      client: {
        bitsPerPixel: 32,
        desktopResize: true,
        maxUpdateSize: 0,
        surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
        framesInFlight: 2,
        pointer: { cacheSize: 20, newPointers: true, maxSize: 32 },
        planar: true,
      },
    });
  });

  it('expects no acknowledgement where the client knows no frame markers', () => {
    const client = new TestClient().active({}, capabilities({ type: 'surface-commands', flags: 0 }));
    expect(client.events.at(-1)).toMatchObject({ client: { framesInFlight: 0 } });
  });

  it.each([
    [{ highColorDepth: 24, earlyCapabilityFlags: 2 }, 32],
    [{ highColorDepth: 24, earlyCapabilityFlags: 0 }, 24],
    [{ highColorDepth: 16, earlyCapabilityFlags: 0 }, 16],
    [{ highColorDepth: 15, earlyCapabilityFlags: 0 }, 15],
    [{ highColorDepth: 8, earlyCapabilityFlags: 0 }, 16],
  ] as const)('takes the colour depth that the client wants: %o', (core, bitsPerPixel) => {
    expect(new TestClient().active(core).events.at(-1)).toMatchObject({ client: { bitsPerPixel } });
  });

  it('refuses a client with 256 colours, and one without fast-path output', () => {
    const colours = new TestClient().active({ highColorDepth: 8, supportedColorDepths: 0, earlyCapabilityFlags: 0 });
    expect(colours.ended).toMatchObject({ reason: 'refused', error: { code: 'too-few-colours' } });
    const slow = new TestClient().active({}, capabilities({ type: 'general', extraFlags: 0 }));
    expect(slow.ended).toMatchObject({ reason: 'refused', error: { code: 'no-fast-path-output' } });
  });

  it('refuses input and channel data before it is through', () => {
    const early = new TestClient().known();
    early.server.accept();
    early.shareData(ShareDataType.input, (w) => encodeSlowPathInput(w, [key]));
    expect(early.ended?.reason).toBe('malformed');
    expect(early.types).not.toContain('input');
    const channel = new TestClient().known();
    channel.server.accept();
    channel.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 1, flags: 3, data: Uint8Array.of(1) }));
    expect(channel.ended?.reason).toBe('malformed');
  });

  it('sends and hears nothing on channels before it is through', () => {
    const client = new TestClient().known();
    expect(client.server.hasChannel('remdesk')).toBe(true);
    expect(client.server.sendChannel('remdesk', Uint8Array.of(1))).toBe(false);
    expect(client.server.sendFrame([])).toBe(0);
  });
});

describe('an active connection', () => {
  it('gives out input of both kinds as it comes', () => {
    const client = new TestClient().active();
    const fast = new Writer();
    encodeFastPathInput(fast, [key, { type: 'pointer', x: 3, y: 4 }], 0);
    client.send(fast.view());
    client.shareData(ShareDataType.input, (w) => encodeSlowPathInput(w, [{ ...key, down: false }]));
    expect(client.events.slice(-3)).toEqual([
      { type: 'input', input: key },
      { type: 'input', input: { type: 'pointer', x: 3, y: 4 } },
      { type: 'input', input: { ...key, down: false } },
    ]);
  });

  it('tells of suppressed output, of areas that are wanted again (inside the desktop), and of frames that arrived', () => {
    const client = new TestClient().active();
    expect(client.server.sendFrame([])).toBe(1);
    client.shareData(ShareDataType.suppressOutput, (w) => encodeSuppressOutput(w, undefined));
    client.shareData(ShareDataType.suppressOutput, (w) => encodeSuppressOutput(w, { x: 0, y: 0, width: 640, height: 480 }));
    client.shareData(ShareDataType.refreshRect, (w) =>
      encodeRefreshRect(w, [
        { x: 600, y: 0, width: 100, height: 10 },
        { x: 640, y: 0, width: 1, height: 1 },
      ]),
    );
    client.shareData(ShareDataType.frameAcknowledge, (w) => encodeFrameAcknowledge(w, 1));
    client.shareData(ShareDataType.frameAcknowledge, (w) => encodeFrameAcknowledge(w, 77));
    expect(client.events.slice(3)).toEqual([
      { type: 'suppress-output', suppressed: true },
      { type: 'suppress-output', suppressed: false },
      { type: 'refresh', areas: [{ x: 600, y: 0, width: 40, height: 10 }] },
      { type: 'frame-acknowledged', frameId: 1 },
    ]);
  });

  it('passes over kinds of share data that it does not know', () => {
    const client = new TestClient().active();
    client.shareData(0x77, (w) => w.zeros(9));
    expect(client.ended).toBeUndefined();
  });

  it('puts channel messages together, and never hears channels that nobody wants', () => {
    const client = new TestClient().active();
    const chunk = (id: number, flags: number, data: number[]) =>
      client.data(id, (w) => encodeChannelChunk(w, { totalLength: 3, flags, data: Uint8Array.from(data) }));
    chunk(REMDESK, 1, [1, 2]);
    chunk(RDPDR, 3, [7, 7, 7]);
    chunk(REMDESK, 2, [3]);
    expect(client.events.slice(3)).toEqual([{ type: 'channel', name: 'remdesk', data: Uint8Array.of(1, 2, 3) }]);
  });

  it('cuts channel messages into chunks of 1600 bytes, with the flag that the client asked for', () => {
    const client = new TestClient().active();
    const before = client.sent.length;
    expect(client.server.sendChannel('remdesk', new Uint8Array(3300))).toBe(true);
    const chunks = client.sent.slice(before).map(indication);
    expect(chunks.map((reader) => [reader.u32('length'), reader.u32('flags'), reader.remaining])).toEqual([
      [3300, 0x11, 1600],
      [3300, 0x10, 1600],
      [3300, 0x12, 100],
    ]);
    expect(client.server.sendChannel('cliprdr', new Uint8Array(1))).toBe(false);
  });

  it('ends when the client wants to shut down', () => {
    const client = new TestClient().active();
    client.shareData(ShareDataType.shutdownRequest, () => {});
    expect(decodeDomainPdu(decodeX224Data(client.sent.at(-1)!, 'test'))).toEqual({
      type: 'disconnect-provider-ultimatum',
      reason: 3,
    });
    expect(client.ended?.reason).toBe('by-client');
  });

  it('tells the client why it ends, only where the client understands', () => {
    const client = new TestClient().active();
    client.server.disconnect(0x0b);
    const [error, ultimatum] = client.sent.slice(-2);
    expect(decodeSetErrorInfo(shareData(error!).body)).toBe(0x0b);
    expect(decodeDomainPdu(decodeX224Data(ultimatum!, 'test')).type).toBe('disconnect-provider-ultimatum');
    const old = new TestClient().active({ earlyCapabilityFlags: 0 });
    const before = old.sent.length;
    old.server.disconnect(0x0b);
    expect(old.sent.length).toBe(before + 1);
  });

  it('does nothing any more once it ended', () => {
    const client = new TestClient().active();
    client.server.disconnect();
    const { length } = client.sent;
    const seen = client.events.length;
    client.send(Uint8Array.of(1, 2, 3));
    client.server.streamEnded(1);
    client.server.tick(1e9);
    client.server.accept();
    client.server.disconnect(1);
    client.server.sendPointer(null);
    client.server.sendPointerPosition(1, 1);
    expect([
      client.server.sendChannel('remdesk', new Uint8Array(1)),
      client.server.sendFrame([]),
      client.server.resize(1, 1),
    ]).toEqual([false, 0, false]);
    expect([client.sent.length, client.events.length, client.server.phase]).toEqual([length, seen, 'disconnected']);
  });

  it('may be ended by the handler of an event, in the middle of a PDU', () => {
    const client = new TestClient();
    client.onEvent = (event) => {
      if (event.type === 'input') client.server.disconnect();
    };
    client.active();
    const fast = new Writer();
    encodeFastPathInput(fast, [key, key, key], 0);
    client.send(fast.view());
    expect(types(client)).toEqual(['active', 'input', 'disconnected']);
  });
});

describe('monitors', () => {
  const monitor = { x: 0, y: 0, width: 640, height: 480, primary: true };
  const layouts = (client: TestClient) =>
    slowPath(client)
      .slice(-1)
      .flatMap((pdu) => decodeMonitorLayout(shareData(pdu).body));

  it('are told to a client that wants to know them, up to 64', () => {
    const client = new TestClient().active({ earlyCapabilityFlags: 0x0043 });
    client.server.monitors(Array.from({ length: 65 }, () => monitor));
    expect(layouts(client)).toHaveLength(64);
  });

  it('are not told to others, nor before they are known', () => {
    for (const [flags, monitors] of [
      [0x0003, [monitor]],
      [0x0043, []],
    ] as const) {
      const client = new TestClient().active({ earlyCapabilityFlags: flags });
      const before = client.sent.length;
      client.server.monitors(monitors);
      expect(client.sent).toHaveLength(before);
    }
  });
});

describe('a new size', () => {
  it('deactivates, and activates again with a share of its own; channels and input stay', () => {
    const client = new TestClient().active();
    const before = client.sent.length;
    const share = client.shareId;
    expect(client.server.resize(800, 500)).toBe(true);
    const [deactivate, demand] = client.sent.slice(before);
    expect(shareControl(deactivate!).type).toBe(ShareControlType.deactivateAll);
    expect(decodeDeactivateAll(shareControl(deactivate!).body)).toBe(share);
    const sets = decodeDemandActive(shareControl(demand!).body).capabilities;
    expect(sets.find((set) => set.type === 'bitmap')).toMatchObject({ desktopWidth: 800, desktopHeight: 500 });
    expect(client.shareId).not.toBe(share);
    expect(client.server.sendFrame([])).toBe(0);
    expect(client.server.sendChannel('remdesk', Uint8Array.of(1))).toBe(true);
    client.shareData(ShareDataType.input, (w) => encodeSlowPathInput(w, [key])); // was under way
    client.confirmActive();
    client.finalize();
    expect(types(client)).toEqual(['active', 'inactive', 'input', 'active']);
    expect(client.events.at(-1)).toMatchObject({ width: 800, height: 500 });
    expect(client.server.nextDeadline()).toBeUndefined();
  });

  it('waits for an activation that is under way, and the last one counts', () => {
    const client = new TestClient().known();
    client.server.accept();
    client.server.resize(700, 500);
    client.server.resize(800, 600);
    client.confirmActive();
    client.finalize();
    expect(types(client)).toEqual(['active', 'inactive']);
    client.confirmActive();
    client.finalize();
    expect(client.events.at(-1)).toMatchObject({ type: 'active', width: 800, height: 600 });
  });

  it('before the first activation is the only one there ever was', () => {
    const client = new TestClient().known();
    client.server.resize(1000, 700);
    client.server.accept();
    client.confirmActive();
    client.finalize();
    expect(client.events.at(-1)).toMatchObject({ type: 'active', width: 1000, height: 700 });
  });

  it('that is the old one changes nothing', () => {
    const client = new TestClient().active();
    expect(client.server.resize(640, 480)).toBe(true);
    expect(types(client)).toEqual(['active']);
  });

  it('is not for a client that cannot follow', () => {
    const client = new TestClient().active({}, capabilities({ type: 'bitmap', desktopResize: false }));
    expect(client.server.resize(800, 500)).toBe(false);
    expect(types(client)).toEqual(['active']);
  });

  it('has to be followed in 30 s, however long the client had been silent', () => {
    const client = new TestClient().active();
    client.server.resize(800, 500);
    expect(client.server.nextDeadline()).toBe(0);
    client.server.tick(500_000);
    expect(client.ended).toBeUndefined();
    expect(client.server.nextDeadline()).toBe(530_000);
  });

  it('asks the client for the share it was told, not for the one before', () => {
    const client = new TestClient().active();
    const share = client.shareId;
    client.server.resize(800, 500);
    Object.defineProperty(client, 'shareId', { value: share });
    client.confirmActive();
    expect(client.ended?.error?.message).toBe('rdp.confirmActive.shareId: is not that of the Demand Active PDU');
  });
});
