import { Reader } from '@beside/bytes';
import { describe, expect, it } from 'vitest';
import { decodeConfirmActive } from '../../src/activation.js';
import { ChannelFlag, encodeChannelChunk } from '../../src/channels.js';
import { ControlAction, encodeControl, encodeFontMap, encodeSynchronize } from '../../src/finalization.js';
import type { InputEvent, RdpClientEvent } from '../../src/index.js';
import { decodeDomainPdu } from '../../src/mcs/domain.js';
import { encodeMonitorLayout, type Monitor } from '../../src/monitor-layout.js';
import { decodeFrameAcknowledge, decodeRefreshRect, decodeSuppressOutput, encodeSetErrorInfo } from '../../src/output-control.js';
import { decodeShareControl, ShareControlType } from '../../src/share-control.js';
import { ShareDataType } from '../../src/share-data.js';
import { decodeSlowPathInput } from '../../src/slow-path-input.js';
import { decodeX224Data } from '../../src/x224.js';
import { Rig } from './rig.js';
import { capabilities, ENCOMSP, IO, REMDESK, SHARE, TestServer, USER } from './test-server.js';

const KEY: InputEvent = { type: 'key', scancode: 0x11e, down: true };
const INPUTS: InputEvent[] = [
  KEY,
  { type: 'unicode', unit: 0xd83d, down: false },
  { type: 'pointer', x: 639, y: 0 },
  { type: 'button', button: 'left', down: true, x: 3, y: 4 },
  { type: 'button', button: 'forward', down: false, x: 3, y: 4 },
  { type: 'wheel', axis: 'vertical', rotation: -120 },
  { type: 'wheel', axis: 'horizontal', rotation: 120 },
  { type: 'locks', scroll: false, num: true, caps: true, kana: false },
];

/** Every way in which a connection can be up. */
const RIGS: [string, () => Rig][] = [
  ['TLS', () => Rig.active()],
  ['Standard RDP Security', () => Rig.standard()],
];

const inputsOf = (rig: Rig) => rig.serverEvents.flatMap((event) => (event.type === 'input' ? [event.input] : []));

describe.each(RIGS)('an active connection over %s', (_, connect) => {
  it('carries input as it is', () => {
    const rig = connect();
    expect(INPUTS.map((input) => rig.client.sendInput(input))).toEqual(INPUTS.map(() => true));
    rig.run();
    expect(inputsOf(rig)).toEqual(INPUTS);
    expect(rig.clientEnd).toBeUndefined();
  });

  it('carries channel messages of any length, both ways', () => {
    const rig = connect();
    for (const length of [0, 1, 1600, 1601, 64 * 1024]) {
      const data = Uint8Array.from({ length }, (_byte, i) => i * 7);
      expect(rig.client.sendChannel('remdesk', data)).toBe(true);
      expect(rig.server.sendChannel('encomsp', data)).toBe(true);
      rig.run();
      expect(rig.serverEvents.at(-1)).toEqual({ type: 'channel', name: 'remdesk', data });
      expect(rig.clientEvents.at(-1)).toEqual({ type: 'channel', name: 'encomsp', data });
    }
    expect(rig.client.sendChannel('cliprdr', Uint8Array.of(1))).toBe(false);
  });

  it('carries frames, and their acknowledgements', () => {
    const rig = connect();
    const data = Uint8Array.from({ length: 4 * 4 * 4 }, (_byte, i) => i);
    const rect = { x: 8, y: 16, width: 4, height: 4, codec: 'raw', bitsPerPixel: 32, data } as const;
    rig.server.sendFrame([rect]);
    rig.run();
    expect(rig.clientEvents.slice(-3)).toEqual([
      { type: 'frame-begin', frameId: 1 },
      { type: 'picture', rects: [{ ...rect, codedWidth: 4, codedHeight: 4 }] },
      { type: 'frame-end', frameId: 1 },
    ]);
    rig.client.acknowledgeFrame(1);
    rig.run();
    expect(rig.serverEvents.at(-1)).toEqual({ type: 'frame-acknowledged', frameId: 1 });
  });

  it('follows a new size, and keeps channels meanwhile', () => {
    const rig = connect();
    rig.server.resize(800, 500);
    rig.server.sendChannel('remdesk', Uint8Array.of(1, 2));
    let reached: boolean[] = [];
    rig.onClient = (event) => {
      if (event.type !== 'inactive') return;
      reached = [rig.client.sendInput(KEY), rig.client.sendChannel('remdesk', Uint8Array.of(3))];
      rig.client.refresh([{ x: 0, y: 0, width: 1, height: 1 }]);
      rig.client.acknowledgeFrame(1);
    };
    rig.run();
    expect(reached).toEqual([false, true]);
    const types = rig.clientTypes.filter((type) => type !== 'pointer');
    expect(types.slice(-3)).toEqual(['inactive', 'channel', 'active']);
    expect(rig.clientEvents.findLast((event) => event.type === 'active')).toMatchObject({ width: 800, height: 500 });
    expect(rig.serverTypes.filter((type) => type === 'refresh' || type === 'frame-acknowledged')).toEqual([]);
    rig.client.sendInput({ type: 'pointer', x: 799, y: 499 });
    rig.run();
    expect(inputsOf(rig)).toEqual([{ type: 'pointer', x: 799, y: 499 }]);
  });

  it('is ended by either side, and tells why', () => {
    const server = connect();
    server.server.disconnect(0x0b);
    server.run();
    expect(server.clientEvents.slice(-2)).toEqual([
      { type: 'error-info', code: 0x0b },
      { type: 'disconnected', reason: 'by-server' },
    ]);
    const client = connect();
    client.client.disconnect();
    expect(client.clientEnd).toEqual({ type: 'disconnected', reason: 'by-client' });
    client.run();
    expect(client.serverEnd).toEqual({ type: 'disconnected', reason: 'by-client' });
    const stream = connect();
    stream.client.streamEnded(0);
    expect(stream.clientEnd).toEqual({ type: 'disconnected', reason: 'by-server' });
  });
});

describe('pictures', () => {
  it('that are not wanted are suppressed, and wanted again, also across a new size', () => {
    const rig = Rig.active();
    const said = () => rig.serverEvents.flatMap((event) => (event.type === 'suppress-output' ? [event.suppressed] : []));
    rig.client.suppressOutput(true);
    rig.client.suppressOutput(true);
    rig.run();
    expect(said()).toEqual([true]);
    rig.server.resize(800, 500);
    rig.onClient = (event) => {
      if (event.type === 'inactive') rig.client.suppressOutput(false);
    };
    rig.run();
    expect(said()).toEqual([true, false]);
  });

  it('are asked for again inside of the desktop only, with a column and a row more, however many areas', () => {
    const server = new TestServer().active();
    const before = server.shareDataSent.length;
    server.client.refresh([
      { x: -5, y: 470, width: 10, height: 100 },
      { x: 640, y: 0, width: 5, height: 5 },
    ]);
    server.client.refresh([{ x: 0, y: 480, width: 5, height: 5 }]);
    server.client.refresh(Array.from({ length: 300 }, (_, x) => ({ x, y: 0, width: 1, height: 1 })));
    const [cut, first, rest] = server.shareDataSent.slice(before).map((pdu) => decodeRefreshRect(pdu.body));
    expect(cut).toEqual([{ x: 0, y: 470, width: 6, height: 11 }]);
    expect([first?.length, rest?.length]).toEqual([255, 45]);
  });

  it('of a server that knows neither are not asked for and not suppressed', () => {
    const server = new TestServer().active(capabilities({ type: 'general', refreshRect: false, suppressOutput: false }));
    const before = server.sent.length;
    server.client.refresh([{ x: 0, y: 0, width: 5, height: 5 }]);
    server.client.suppressOutput(true);
    expect(server.sent).toHaveLength(before);
  });

  it('are suppressed and acknowledged as the documents have it, with a column and a row more', () => {
    const server = new TestServer().active();
    const before = server.shareDataSent.length;
    server.client.suppressOutput(true);
    server.client.suppressOutput(false);
    server.client.acknowledgeFrame(0xfffffffe);
    const [off, on, frame] = server.shareDataSent.slice(before);
    expect([off?.type, on?.type, frame?.type]).toEqual([0x23, 0x23, 0x38]);
    expect([decodeSuppressOutput(off!.body), decodeSuppressOutput(on!.body)]).toEqual([true, false]);
    on!.body.skip(3, 'pad');
    expect(on!.body.u16('left') + on!.body.u16('top')).toBe(0);
    expect([on!.body.u16('right'), on!.body.u16('bottom')]).toEqual([640, 480]); // for FreeRDP's server, which would leave out 639
    expect(decodeFrameAcknowledge(frame!.body)).toBe(0xfffffffe);
  });
});

describe('input', () => {
  it('goes the slow way to a server that knows no other', () => {
    const server = new TestServer().active(capabilities({ type: 'input', flags: 0x0115 }));
    const before = server.shareDataSent.length;
    for (const input of INPUTS) server.client.sendInput(input);
    const seen: InputEvent[] = [];
    for (const pdu of server.shareDataSent.slice(before)) {
      expect(pdu.type).toBe(ShareDataType.input);
      decodeSlowPathInput(pdu.body, (input) => seen.push(input));
    }
    expect(seen).toEqual(INPUTS);
  });

  it('that the server does not know is not sent', () => {
    const server = new TestServer().active(capabilities({ type: 'input', flags: 0x0021 }));
    expect(INPUTS.map((input) => server.client.sendInput(input))).toEqual([true, false, true, true, false, true, false, true]);
  });

  it('outside of the desktop is moved to its edge', () => {
    const rig = Rig.active();
    rig.client.sendInput({ type: 'pointer', x: -3, y: 1e9 });
    rig.client.sendInput({ type: 'button', button: 'right', down: true, x: 10.6, y: 0.2 });
    rig.run();
    expect(inputsOf(rig)).toEqual([
      { type: 'pointer', x: 0, y: 479 },
      { type: 'button', button: 'right', down: true, x: 11, y: 0 },
    ]);
  });

  it('is not sent before the connection is active, nor after its end', () => {
    const server = new TestServer().licensed();
    expect(server.client.sendInput(KEY)).toBe(false);
    expect(server.client.sendChannel('remdesk', Uint8Array.of(1))).toBe(false);
    server.demandActive();
    expect(server.client.sendInput(KEY)).toBe(false);
    server.finalize();
    expect(server.client.sendInput(KEY)).toBe(true);
    server.client.disconnect();
    expect(server.client.sendInput(KEY)).toBe(false);
  });
});

describe('activation', () => {
  it('is answered at once with all that the client has to say', () => {
    const server = new TestServer().licensed();
    const before = server.sent.length;
    server.demandActive();
    expect(server.sent).toHaveLength(before + 5);
    expect(server.shareDataSent.map(({ type, shareId }) => [type, shareId])).toEqual(
      [0x1f, 0x14, 0x14, 0x27].map((type) => [type, SHARE]),
    );
  });

  it.each([
    [0, 0x3fffff],
    [0x3fffff, 0x3fffff],
    [8_372_224, 8_372_224],
    [0xffffffff, 64 * 1024 * 1024],
  ])('offers updates as large as the server announced (%i bytes), within bounds', (announced, offered) => {
    const server = new TestServer().licensed();
    const before = server.sent.length;
    server.demandActive(capabilities({ type: 'multifragment-update', maxRequestSize: announced }));
    const confirm = decodeDomainPdu(decodeX224Data(server.sent[before]!, 'test'));
    if (confirm.type !== 'send-data-request') throw new Error(confirm.type);
    const { capabilities: sets } = decodeConfirmActive(decodeShareControl(new Reader(confirm.data, 'test'))!.body);
    expect(sets.find((set) => set.type === 'multifragment-update')).toMatchObject({ maxRequestSize: offered });
  });

  it('takes updates as large as it offered', () => {
    const server = new TestServer().active(capabilities({ type: 'multifragment-update', maxRequestSize: 5_000_000 }));
    const part = (fragmentation: number, length: number) => {
      const [size, pdu] = [length + 6, new Uint8Array(length + 6)];
      pdu.set([0, 0x80 | (size >> 8), size & 0xff, (fragmentation << 4) | 3, length & 0xff, length >> 8]);
      server.send(pdu);
    };
    part(2, 16_000);
    for (let sent = 16_000; sent + 16_000 <= 5_000_000; sent += 16_000) part(3, 16_000);
    expect(server.ended).toBeUndefined();
    part(1, 16_000);
    expect(server.fault).toBe('fastPathOutput.size');
  });

  it('takes the answers of the server in any order, and only the Font Map for the end', () => {
    const server = new TestServer().licensed();
    server.demandActive();
    server.shareData(0x14, (w) => encodeControl(w, { action: ControlAction.granted, grantId: USER, controlId: 0x3ea }));
    server.shareData(0x1f, (w) => encodeSynchronize(w, USER));
    expect(server.types).toEqual(['start-tls']);
    server.shareData(0x28, encodeFontMap);
    expect(server.types).toEqual(['start-tls', 'active']);
  });

  it('takes them only where they are awaited', () => {
    for (const start of [() => new TestServer().licensed(), () => new TestServer().active()]) {
      for (const [type, write] of [
        [0x28, encodeFontMap],
        [0x1f, (w: Parameters<typeof encodeFontMap>[0]) => encodeSynchronize(w, USER)],
      ] as const) {
        const server = start();
        server.shareData(type, write);
        expect(server.ended?.reason).toBe('malformed');
      }
    }
  });

  it('is begun anew by a Deactivate All PDU at any time, with or without its body', () => {
    const server = new TestServer().licensed();
    const deactivate = () => server.shareControl(ShareControlType.deactivateAll, () => {});
    deactivate();
    server.demandActive();
    deactivate();
    server.demandActive(capabilities({ type: 'bitmap', desktopWidth: 1000 }));
    server.finalize();
    server.shareControl(ShareControlType.deactivateAll, (w) => w.u32(SHARE).u16(1).u8(0));
    deactivate();
    server.demandActive();
    server.finalize();
    expect(server.types).toEqual(['start-tls', 'active', 'inactive', 'active']);
    expect(server.events.filter((event) => event.type === 'active').map(({ width }) => width)).toEqual([1000, 640]);
  });

  it('ignores pictures that belong to none', () => {
    const hidden = Uint8Array.of(0, 5, 5, 0, 0); // a pointer update
    const server = new TestServer().active();
    server.shareControl(ShareControlType.deactivateAll, () => {});
    server.send(hidden.slice());
    server.shareData(ShareDataType.update, (w) => w.u16(3).u16(0));
    expect(server.types).toEqual(['start-tls', 'active', 'inactive']);
    const early = new TestServer().licensed();
    early.send(hidden.slice());
    expect(early.fault).toBe('rdp.header');
  });

  it('shows what a server draws before it is finalized, but sends no input yet and gives it no more time', () => {
    const server = new TestServer().active();
    server.shareControl(ShareControlType.deactivateAll, () => {});
    server.demandActive(capabilities({ type: 'bitmap', desktopWidth: 800 }));
    server.client.suppressOutput(true);
    expect(server.types.slice(2)).toEqual(['inactive']);
    server.shareData(ShareDataType.pointer, (w) => w.u16(3).u16(0).u16(7).u16(9));
    server.send(Uint8Array.of(0, 5, 5, 0, 0));
    expect(server.events.slice(3)).toMatchObject([
      { type: 'active', width: 800 },
      { type: 'pointer-position', x: 7, y: 9 },
      { type: 'pointer', image: null },
    ]);
    expect(server.client.sendInput(KEY)).toBe(false);
    expect(server.client.nextDeadline()).toBe(30_000);
    const before = server.shareDataSent.length;
    server.client.acknowledgeFrame(1);
    server.finalize();
    expect(server.types.slice(6)).toEqual([]);
    expect(server.shareDataSent.slice(before).map(({ type }) => type)).toEqual([
      ShareDataType.frameAcknowledge,
      ShareDataType.suppressOutput,
    ]);
    expect(server.client.sendInput(KEY)).toBe(true);
    expect(server.client.nextDeadline()).toBeUndefined();
  });

  it('that ends before it is finalized takes its desktop away, if it began', () => {
    const server = new TestServer().licensed();
    server.demandActive();
    server.send(Uint8Array.of(0, 5, 5, 0, 0));
    server.shareControl(ShareControlType.deactivateAll, () => {});
    expect(server.types).toEqual(['start-tls', 'active', 'pointer', 'inactive']);
  });

  it.each([
    [{ desktopWidth: 0 }, 'rdp.demandActive.capabilitySets.bitmap.desktopWidth'],
    [{ desktopHeight: 0 }, 'rdp.demandActive.capabilitySets.bitmap.desktopWidth'],
    [{ desktopWidth: 0xffff, desktopHeight: 1 }, 'desktop-too-large'],
    [{ desktopWidth: 32000, desktopHeight: 32000 }, 'desktop-too-large'],
    [{ preferredBitsPerPixel: 4 }, 'rdp.demandActive.capabilitySets.bitmap.preferredBitsPerPixel'],
  ])('refuses a desktop that cannot be: %o', (bitmap, fault) => {
    const server = new TestServer().licensed();
    server.demandActive(capabilities({ type: 'bitmap', ...bitmap }));
    expect(server.fault).toBe(fault);
  });

  it('refuses one without a desktop, and takes what is missing else for what the server cannot', () => {
    const none = new TestServer().licensed();
    none.demandActive(capabilities().filter((set) => set.type !== 'bitmap'));
    expect(none.fault).toBe('rdp.demandActive.capabilitySets.bitmap');
    const bare = new TestServer().active(capabilities().filter((set) => set.type === 'bitmap'));
    expect(bare.events.at(-1)).toMatchObject({
      type: 'active',
      server: { fastPathInput: false, unicodeInput: false, refreshRect: false, suppressOutput: false, frameAcknowledge: false },
    });
  });
});

describe('monitors', () => {
  const left: Monitor = { x: 0, y: 100, width: 300, height: 380, primary: false };
  const right: Monitor = { x: 300, y: 0, width: 340, height: 480, primary: true };
  const layout = (server: TestServer, monitors: readonly Monitor[]) =>
    server.shareData(ShareDataType.monitorLayout, (w) => encodeMonitorLayout(w, monitors));
  const told = (events: readonly RdpClientEvent[]) =>
    events.flatMap((event) => (event.type === 'monitors' ? [event.monitors] : []));

  it('are told after each activation, and at each change', () => {
    const rig = new Rig();
    rig.server.monitors([left, right]);
    rig.run();
    rig.server.monitors([right]);
    rig.server.resize(800, 500);
    rig.server.monitors([left]);
    rig.run();
    const types = rig.clientTypes.filter((type) => type === 'active' || type === 'monitors');
    expect(types).toEqual(['active', 'monitors', 'monitors', 'active', 'monitors']);
    expect(told(rig.clientEvents)).toEqual([[left, right], [{ ...right, x: 0 }], [{ ...left, y: 0 }]]);
  });

  it('are told of from the Demand Active on, which is before there is a desktop, and else not', () => {
    const server = new TestServer().licensed();
    layout(server, [left]);
    server.demandActive();
    layout(server, [left, right]);
    expect(server.types).toEqual(['start-tls']);
    server.finalize();
    expect(server.types).toEqual(['start-tls', 'active', 'monitors']);
    server.shareControl(ShareControlType.deactivateAll, () => {});
    layout(server, [left]);
    server.demandActive();
    server.finalize();
    expect(told(server.events)).toEqual([[left, right]]);
  });

  it('are cut at the edges of the desktop, and left out beyond them', () => {
    const server = new TestServer().active();
    layout(server, [left, { ...right, width: 341, height: 1000 }, { x: 641, y: 0, width: 10, height: 10, primary: false }]);
    layout(server, []);
    expect(told(server.events)).toEqual([[left, right], []]);
  });

  it('are refused where there are more than there can be', () => {
    const server = new TestServer().active();
    server.shareData(ShareDataType.monitorLayout, (w) => w.u32(1e6).zeros(20));
    expect(server.fault).toBe('rdp.data.monitorLayout.monitorCount');
  });
});

describe('what else a server sends', () => {
  it('is passed over where nothing depends on it', () => {
    const server = new TestServer().licensed();
    const others = () => {
      // Save Session Info, Set Keyboard Indicators, Status Info, Play Sound, Shutdown Denied, and one that nobody knows
      for (const type of [0x26, 0x29, 0x36, 0x22, ShareDataType.shutdownDenied, 0x77]) {
        server.shareData(type, (w) => w.zeros(9));
      }
      server.data(IO, (w) => w.u16(0x8000).zeros(6)); // flow control
      for (const flags of [ChannelFlag.suspend, ChannelFlag.resume]) {
        server.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 0, flags, data: new Uint8Array(0) }));
      }
    };
    others();
    server.demandActive();
    others();
    server.finalize();
    others();
    expect(server.types).toEqual(['start-tls', 'active']);
  });

  it('tells why it will end, also before it is active', () => {
    const server = new TestServer().licensed();
    server.shareData(ShareDataType.setErrorInfo, (w) => encodeSetErrorInfo(w, 7));
    server.domain({ type: 'disconnect-provider-ultimatum', reason: 1 });
    expect(server.events.slice(1)).toEqual([
      { type: 'error-info', code: 7 },
      { type: 'disconnected', reason: 'by-server' },
    ]);
  });

  it('sends the client nowhere else', () => {
    const server = new TestServer().licensed();
    server.shareControl(ShareControlType.serverRedirection, (w) => w.zeros(60));
    expect(server.ended).toMatchObject({ reason: 'refused', error: { code: 'redirected' } });
  });

  it('several in one, is all of it seen', () => {
    const server = new TestServer().licensed();
    server.data(IO, (w) => {
      for (let code = 1; code <= 2; code++) {
        w.u16(22).u16(0x17).u16(1002).u32(SHARE).u16(0x100).u16(8).u8(0x2f).u8(0).u16(0).u32(code);
      }
    });
    expect(server.events.slice(1)).toEqual([
      { type: 'error-info', code: 1 },
      { type: 'error-info', code: 2 },
    ]);
  });

  it.each([
    ['a kind of PDU that is the client’s', (s: TestServer) => s.shareControl(ShareControlType.confirmActive, (w) => w.zeros(20))],
    [
      'a compressed PDU',
      (s: TestServer) => s.data(IO, (w) => w.u16(18).u16(0x17).u16(1002).u32(SHARE).u16(0x100).u16(0).u8(2).u8(0x21).u16(0)),
    ],
    ['a channel that was not joined', (s: TestServer) => s.data(1999, (w) => w.zeros(8))],
    [
      'a compressed chunk',
      (s: TestServer) =>
        s.data(REMDESK, (w) =>
          encodeChannelChunk(w, { totalLength: 1, flags: 3 | ChannelFlag.compressed, data: Uint8Array.of(1) }),
        ),
    ],
    [
      'a message that is too long',
      (s: TestServer) =>
        s.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 64 * 1024 + 1, flags: 1, data: Uint8Array.of(1) })),
    ],
    [
      'a chunk of a message that never began',
      (s: TestServer) => s.data(ENCOMSP, (w) => encodeChannelChunk(w, { totalLength: 2, flags: 2, data: Uint8Array.of(1) })),
    ],
    ['an encrypted PDU where nothing is', (s: TestServer) => s.send(Uint8Array.of(0x80, 5, 5, 0, 0))],
    ['no PDU of RDP', (s: TestServer) => s.send(Uint8Array.of(2, 3))],
    [
      'data for the server',
      (s: TestServer) => s.domain({ type: 'send-data-request', initiator: USER, channelId: IO, data: new Uint8Array(8) }),
    ],
  ])('is refused: %s', (_, send) => {
    const server = new TestServer().active();
    send(server);
    expect(server.ended?.reason).toBe('malformed');
    expect(server.client.phase).toBe('disconnected');
  });

  it('in the clear, is refused where everything is encrypted', () => {
    const rig = Rig.standard();
    rig.client.receive(Uint8Array.of(0, 5, 5, 0, 0), 0);
    expect(rig.clientEnd?.error?.message).toContain('encrypted');
  });
});

describe('an end', () => {
  it('is told once, and nothing is done any more', () => {
    const server = new TestServer().active();
    server.client.disconnect();
    const { length } = server.sent;
    server.client.disconnect();
    server.client.suppressOutput(true);
    server.client.refresh([{ x: 0, y: 0, width: 1, height: 1 }]);
    server.client.tick(1e9);
    server.client.tlsStarted(0);
    server.client.acceptServerKey(0);
    server.client.streamEnded(0);
    server.shareData(ShareDataType.setErrorInfo, (w) => encodeSetErrorInfo(w, 7));
    expect(server.sent).toHaveLength(length);
    expect(server.types).toEqual(['start-tls', 'active', 'disconnected']);
    expect(decodeDomainPdu(decodeX224Data(server.sent.at(-1)!, 'test'))).toEqual({
      type: 'disconnect-provider-ultimatum',
      reason: 3,
    });
    expect(server.client.nextDeadline()).toBeUndefined();
  });

  it('before there is a domain needs no words', () => {
    const server = new TestServer();
    server.client.disconnect();
    expect(server.sent).toHaveLength(1);
    expect(server.ended).toEqual({ type: 'disconnected', reason: 'by-client' });
  });

  it('may come from the handler of any event', () => {
    for (const at of ['start-tls', 'active', 'inactive', 'channel', 'error-info']) {
      const server = new TestServer();
      server.onEvent = (event) => {
        if (event.type === at) server.client.disconnect();
      };
      server.active();
      server.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 1, flags: 3, data: Uint8Array.of(1) }));
      server.data(IO, (w) => w.u16(22).u16(0x17).u16(1002).u32(SHARE).u16(0x100).u16(8).u8(0x2f).u8(0).u16(0).u32(7));
      server.shareControl(ShareControlType.deactivateAll, () => {});
      expect(server.types.at(-1)).toBe('disconnected');
      expect(server.types.at(-2)).toBe(at);
    }
  });
});

describe('time limits', () => {
  it('give 15 s to the licence, counted from the beginning whatever else comes', () => {
    const server = new TestServer();
    expect(server.client.nextDeadline()).toBe(15_000);
    server.now = 14_000;
    server.attached();
    server.client.tick(14_999);
    expect(server.ended).toBeUndefined();
    server.client.tick(15_000);
    expect(server.ended).toMatchObject({ reason: 'timeout', error: { code: 'too-slow' } });
    expect(server.ended?.error?.message).toContain('channel-join');
  });

  it('give 30 s to the activation, from the licence on, and from each deactivation', () => {
    const server = new TestServer().joined();
    server.now = 10_000;
    server.license();
    server.client.tick(10_001);
    expect(server.client.nextDeadline()).toBe(40_001);
    server.demandActive();
    server.finalize();
    expect(server.client.nextDeadline()).toBeUndefined();
    server.now = 1_000_000;
    server.shareControl(ShareControlType.deactivateAll, () => {});
    server.client.tick(1_000_000);
    expect(server.client.nextDeadline()).toBe(1_030_000);
    server.client.tick(1_030_000);
    expect(server.ended?.reason).toBe('timeout');
  });

  it('give 30 s to one PDU, and none to a desktop on which nothing happens', () => {
    const server = new TestServer().active();
    server.now = 1_000_000;
    server.send(Uint8Array.of(3, 0));
    server.now += 29_000;
    server.send(Uint8Array.of(0));
    expect(server.client.nextDeadline()).toBe(1_030_000);
    server.client.tick(1_030_000);
    expect(server.ended?.reason).toBe('timeout');
  });

  it('bound a PDU before licensing to 16 KiB', () => {
    const server = new TestServer().negotiated();
    server.send(Uint8Array.of(3, 0, 0x40, 1));
    expect(server.fault).toBe('rdp.header.length');
  });
});

it('keeps nothing of the bytes that it was given: the buffer may be used again', () => {
  const server = new TestServer().licensed();
  const receive = server.client.receive.bind(server.client);
  server.client.receive = (bytes, now) => {
    receive(bytes, now);
    bytes.fill(0xff);
  };
  server.demandActive();
  server.finalize();
  server.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 2, flags: 1, data: Uint8Array.of(1) }));
  server.data(REMDESK, (w) => encodeChannelChunk(w, { totalLength: 2, flags: 2, data: Uint8Array.of(2) }));
  expect(server.events.at(-1)).toEqual({ type: 'channel', name: 'remdesk', data: Uint8Array.of(1, 2) });
});
