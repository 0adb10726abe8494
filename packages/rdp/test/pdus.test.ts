import { ProtocolError, Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeConfirmActive,
  decodeDeactivateAll,
  decodeDemandActive,
  encodeConfirmActive,
  encodeDeactivateAll,
  encodeDemandActive,
} from '../src/activation.js';
import { type CapabilitySet, decodeCapabilitySets } from '../src/capabilities/set.js';
import { CodecGuid } from '../src/capabilities/surface.js';
import { decodeInfoPacket, encodeInfoPacket } from '../src/client-info.js';
import { decodeConferenceCreateRequest, encodeConferenceCreateRequest } from '../src/gcc/conference.js';
import { type ClientData, decodeClientData, decodeServerData, encodeClientData, encodeServerData } from '../src/gcc/data.js';
import { decodeLicenseError, encodeLicenseError, openLicenseMessage } from '../src/license.js';
import { decodeConnectInitial, encodeConnectInitial } from '../src/mcs/connect.js';
import { type DomainPdu, decodeDomainPdu, encodeDomainPdu } from '../src/mcs/domain.js';
import { decodeMonitorLayout, encodeMonitorLayout, type Monitor } from '../src/monitor-layout.js';
import { decodeRefreshRect, decodeSuppressOutput, encodeRefreshRect } from '../src/output-control.js';
import { decodeShareControl } from '../src/share-control.js';
import { decodeShareData } from '../src/share-data.js';
import {
  decodeConnectionConfirm,
  decodeConnectionRequest,
  encodeConnectionConfirm,
  encodeConnectionRequest,
} from '../src/x224.js';

const bytes = (write: (writer: Writer) => void) => {
  const writer = new Writer();
  write(writer);
  return writer.finish();
};
const read = (write: (writer: Writer) => void) => new Reader(bytes(write), 'test');
const hex = (text: string) => new Reader(Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex')), 'test');

describe('X.224', () => {
  it('requests come out as they went in, with and without token and negotiation', () => {
    for (const token of [undefined, 'Cookie: mstshash=novice', 'tsv://routing']) {
      for (const requestedProtocols of [undefined, 0, 1, 0x0a0d]) {
        const request = {
          ...(token !== undefined && { token }),
          ...(requestedProtocols !== undefined && { negotiation: { flags: 0, requestedProtocols } }),
        };
        expect(decodeConnectionRequest(bytes((w) => encodeConnectionRequest(w, request)))).toEqual(request);
      }
    }
  });

  it('a request is written as xfreerdp 2.11.7 writes it', () => {
    const written = bytes((w) =>
      encodeConnectionRequest(w, { token: 'Cookie: mstshash=novice', negotiation: { flags: 0, requestedProtocols: 1 } }),
    );
    expect(Buffer.from(written).toString('hex')).toBe(
      `0300002c27e00000000000${Buffer.from('Cookie: mstshash=novice\r\n').toString('hex')}0100080001000000`,
    );
  });

  it('confirms come out as they went in', () => {
    const confirms = [
      {},
      { negotiation: { type: 'response', flags: 3, selectedProtocol: 1 } },
      { negotiation: { type: 'failure', failureCode: 5 } },
    ] as const;
    for (const confirm of confirms) {
      expect(decodeConnectionConfirm(bytes((w) => encodeConnectionConfirm(w, confirm)))).toEqual(confirm);
    }
  });

  it('a request with correlation information is a request ([MS-RDPBCGR] 2.2.1.1.2)', () => {
    const pdu = Uint8Array.from([3, 0, 0, 55, 50, 0xe0, 0, 0, 0, 0, 0, 1, 8, 8, 0, 1, 0, 0, 0, ...new Uint8Array(36)]);
    expect(decodeConnectionRequest(pdu)).toEqual({ negotiation: { flags: 8, requestedProtocols: 1 } });
  });
});

describe('MCS', () => {
  const id = fc.integer({ min: 1001, max: 0xffff });
  const pdu: fc.Arbitrary<DomainPdu> = fc.oneof(
    fc.constant<DomainPdu>({ type: 'erect-domain-request' }),
    fc.constant<DomainPdu>({ type: 'attach-user-request' }),
    fc.record({ type: fc.constant('attach-user-confirm' as const), result: fc.nat(15), initiator: id }),
    fc.record({ type: fc.constant('channel-join-request' as const), initiator: id, channelId: fc.nat(0xffff) }),
    fc.record(
      { type: fc.constant('channel-join-confirm' as const), result: fc.nat(15), initiator: id, requested: id, channelId: id },
      { requiredKeys: ['type', 'result', 'initiator', 'requested'] },
    ),
    fc.record({
      type: fc.constantFrom('send-data-request' as const, 'send-data-indication' as const),
      initiator: id,
      channelId: id,
      data: fc.uint8Array({ maxLength: 300 }),
    }),
    fc.record({ type: fc.constant('disconnect-provider-ultimatum' as const), reason: fc.nat(7) }),
  );

  it('domain PDUs come out as they went in', () => {
    fc.assert(
      fc.property(pdu, (value) => {
        expect(decodeDomainPdu(read((w) => encodeDomainPdu(w, value)))).toEqual(value);
      }),
    );
  });

  it.each([
    ['2e000029', { type: 'attach-user-confirm', result: 0, initiator: 1042 }],
    ['2180', { type: 'disconnect-provider-ultimatum', reason: 3 }],
    ['3e00002903eb03eb', { type: 'channel-join-confirm', result: 0, initiator: 1042, requested: 1003, channelId: 1003 }],
    [
      '64000903eb7003aabbcc',
      { type: 'send-data-request', initiator: 1010, channelId: 1003, data: Uint8Array.of(0xaa, 0xbb, 0xcc) },
    ],
  ])('%s is read as what it is', (text, value) => {
    expect(decodeDomainPdu(hex(text))).toEqual(value);
  });

  it('Connect Initial comes out as it went in, of any length', () => {
    const target = {
      maxChannelIds: 34,
      maxUserIds: 2,
      maxTokenIds: 0,
      numPriorities: 1,
      minThroughput: 0,
      maxHeight: 1,
      maxMcsPduSize: 65535,
      protocolVersion: 2,
    };
    for (const length of [0, 100, 127, 128, 255, 256, 5000]) {
      const value = {
        target,
        minimum: { ...target, maxChannelIds: 1 },
        maximum: { ...target, maxMcsPduSize: 0x7fffffff },
        userData: new Uint8Array(length),
      };
      expect(decodeConnectInitial(read((w) => encodeConnectInitial(w, value)))).toEqual(value);
    }
  });

  it.each([
    ['7f6580', 'connectInitial.length'],
    ['7f658504', 'connectInitial.length'],
    ['7f6584ffffffff', 'connectInitial'],
    ['7f66', 'connectInitial.tag'],
  ])('Connect Initial %s is refused', (text, field) => {
    expect(() => decodeConnectInitial(hex(text))).toThrow(field);
  });
});

describe('GCC', () => {
  const data: ClientData = {
    core: {
      version: 0x00080004,
      desktopWidth: 1024,
      desktopHeight: 768,
      keyboardLayout: 0x407,
      clientBuild: 18363,
      clientName: 'EXPERT-PC',
      keyboardType: 4,
      keyboardSubType: 0,
      keyboardFunctionKey: 12,
      imeFileName: 'ime',
      highColorDepth: 24,
      supportedColorDepths: 15,
      earlyCapabilityFlags: 3,
      serverSelectedProtocol: 1,
    },
    security: { encryptionMethods: 0x1b, extEncryptionMethods: 0 },
    channels: [
      { name: 'remdesk', options: 0xc0a00000 },
      { name: 'encomsp', options: 0 },
    ],
    cluster: { flags: 0x0d, redirectedSessionId: 0 },
    monitors: [{ left: -1280, top: 0, right: -1, bottom: 1023, primary: true }],
  };

  it('the client data come out as they went in', () => {
    const reader = read((w) => encodeConferenceCreateRequest(w, (blocks) => encodeClientData(blocks, data)));
    expect(decodeClientData(decodeConferenceCreateRequest(reader))).toEqual(data);
  });

  it('core data of the oldest clients end early, and say so by default values', () => {
    const block = bytes((w) => encodeClientData(w, data));
    const core = new Writer()
      .u16(0xc001)
      .u16(132)
      .bytes(block.subarray(4, 132))
      .bytes(Uint8Array.of(2, 0xc0, 12, 0))
      .zeros(8);
    expect(decodeClientData(new Reader(core.view(), 'test')).core).toMatchObject({
      clientName: 'EXPERT-PC',
      highColorDepth: 0,
      supportedColorDepths: 0,
      earlyCapabilityFlags: 0,
    });
  });

  it('blocks that are not known are passed over, and missing ones named', () => {
    const known = bytes((w) => encodeClientData(w, data));
    const reader = new Reader(Uint8Array.from([0x0a, 0xc0, 6, 0, 1, 2, ...known]), 'test');
    expect(decodeClientData(reader)).toEqual(data);
    expect(() => decodeClientData(hex('02c00c00 0000000000000000'))).toThrow('test.clientCore: is missing');
    expect(() => decodeClientData(hex('01c00300'))).toThrow('block.length');
  });

  it('the server data come out as they went in', () => {
    const server = {
      core: { version: 0x00080004, clientRequestedProtocols: 1, earlyCapabilityFlags: 0 },
      network: { ioChannelId: 1003, channelIds: [1004, 1005, 1006] },
      security: {
        encryptionMethod: 2,
        encryptionLevel: 2,
        serverRandom: new Uint8Array(32),
        serverCertificate: new Uint8Array(184),
      },
    };
    expect(decodeServerData(read((w) => encodeServerData(w, server)))).toEqual(server);
  });
});

describe('Client Info and licensing', () => {
  it('the info packet comes out as it went in', () => {
    const text = fc.string({ maxLength: 60, unit: 'binary' });
    fc.assert(
      fc.property(
        text,
        text,
        text,
        text,
        text,
        fc.uint8Array(),
        (domain, userName, password, alternateShell, workingDir, extra) => {
          const info = { codePage: 0x409, flags: 0x10, domain, userName, password, alternateShell, workingDir, extra };
          expect(decodeInfoPacket(read((w) => encodeInfoPacket(w, info)))).toEqual(info);
        },
      ),
    );
  });

  it('a packet without Unicode is read byte by byte', () => {
    const packet = '00000000 00000000 0000 0300 0000 0100 0000' + '00' + '4a6f6500' + '00' + '2a00' + '00';
    expect(decodeInfoPacket(hex(packet))).toMatchObject({ userName: 'Joe', alternateShell: '*', workingDir: '' });
  });

  it('the licence error comes out as it went in', () => {
    const error = { errorCode: 7, stateTransition: 2 };
    expect(bytes((w) => encodeLicenseError(w, error))).toEqual(
      Uint8Array.from(Buffer.from('ff0310000700000002000000040000 00'.replace(' ', ''), 'hex')),
    );
    expect(decodeLicenseError(openLicenseMessage(read((w) => encodeLicenseError(w, error))).body)).toEqual(error);
  });
});

describe('shares', () => {
  const sets: CapabilitySet[] = [
    { type: 'general', osMajorType: 1, osMinorType: 3, extraFlags: 0x0405, refreshRect: true, suppressOutput: false },
    { type: 'bitmap', preferredBitsPerPixel: 24, desktopWidth: 800, desktopHeight: 600, desktopResize: true, drawingFlags: 8 },
    { type: 'order', orderFlags: 0x22, orderSupport: Uint8Array.from({ length: 32 }, (_, i) => i & 1) },
    { type: 'pointer', colorPointerCacheSize: 20, pointerCacheSize: 25 },
    { type: 'share', nodeId: 1002 },
    { type: 'input', flags: 0x35, keyboardLayout: 0x407, keyboardType: 4, keyboardSubType: 0, keyboardFunctionKey: 12 },
    { type: 'virtual-channel', flags: 0, chunkSize: 1600 },
    { type: 'virtual-channel', flags: 1 },
    { type: 'multifragment-update', maxRequestSize: 0x3fffff },
    { type: 'large-pointer', flags: 3 },
    { type: 'surface-commands', flags: 0x52 },
    {
      type: 'bitmap-codecs',
      codecs: [
        { guid: CodecGuid.nscodec, id: 1, properties: Uint8Array.of(1, 1, 3) },
        { guid: CodecGuid.remotefx, id: 3, properties: new Uint8Array(0) },
      ],
    },
    { type: 'frame-acknowledge', maxUnacknowledgedFrames: 2 },
    { type: 'unknown', id: 0x12, data: Uint8Array.of(1, 0, 0, 0) },
  ];

  it('Demand and Confirm Active come out as they went in, with every set', () => {
    const pdu = { shareId: 0x000103ea, capabilities: sets };
    expect(decodeDemandActive(read((w) => encodeDemandActive(w, pdu)))).toEqual(pdu);
    expect(decodeConfirmActive(read((w) => encodeConfirmActive(w, pdu)))).toEqual(pdu);
    expect(decodeDeactivateAll(read((w) => encodeDeactivateAll(w, 7)))).toBe(7);
  });

  it('the GUID of RemoteFX stands on the wire as [MS-RDPBCGR] 2.2.7.2.10.1.1.1 has it', () => {
    const set: CapabilitySet = {
      type: 'bitmap-codecs',
      codecs: [{ guid: CodecGuid.remotefx, id: 3, properties: new Uint8Array(0) }],
    };
    const wire = Buffer.from(bytes((w) => encodeDemandActive(w, { shareId: 0, capabilities: [set] }))).toString('hex');
    expect(wire).toContain('122f777672bd6344afb3b73c9c6f7886');
  });

  it('sets may be longer than what is known of them, and no shorter than their header', () => {
    expect(decodeCapabilitySets(hex('1a00 0a00 00004000 ffff'), 1)).toEqual([
      { type: 'multifragment-update', maxRequestSize: 0x400000 },
    ]);
    expect(() => decodeCapabilitySets(hex('1a00 0300'), 1)).toThrow('lengthCapability');
    expect(() => decodeCapabilitySets(hex('1a00 0600 0000'), 1)).toThrow('multifragment-update.MaxRequestSize');
  });

  it('a flow PDU is passed over, and a header that is too short refused', () => {
    const reader = hex('0080 4100 0000 ea03 0600 1700 ea03');
    expect(decodeShareControl(reader)).toBeUndefined();
    expect(decodeShareControl(reader)).toMatchObject({ type: 7, source: 0x3ea });
    expect(() => decodeShareControl(hex('0500 1700 ea03'))).toThrow('totalLength');
  });

  it('compressed share data are refused', () => {
    expect(() => decodeShareData(hex('ea030100 00 01 0000 1f 21 0000'))).toThrow('compressedType');
  });
});

describe('output control', () => {
  it('areas come out as they went in, and empty ones not at all', () => {
    const area = fc.record({
      x: fc.nat(4000),
      y: fc.nat(4000),
      width: fc.integer({ min: 1, max: 4000 }),
      height: fc.integer({ min: 1, max: 4000 }),
    });
    fc.assert(
      fc.property(fc.array(area, { maxLength: 20 }), (areas) => {
        expect(decodeRefreshRect(read((w) => encodeRefreshRect(w, areas)))).toEqual(areas);
      }),
    );
    expect(decodeRefreshRect(hex('01000000 0500 0500 0400 0900'))).toEqual([]);
  });

  it('output is suppressed or allowed and nothing else', () => {
    expect([decodeSuppressOutput(hex('00000000')), decodeSuppressOutput(hex('01000000'))]).toEqual([true, false]);
    expect(() => decodeSuppressOutput(hex('02000000'))).toThrow('allowDisplayUpdates');
  });
});

describe('the monitor layout', () => {
  /** Monitors that reach the desktop's left and top edge, one of them primary. */
  const layout = fc
    .array(
      fc.record({
        x: fc.nat(9000),
        y: fc.nat(9000),
        width: fc.integer({ min: 1, max: 9000 }),
        height: fc.integer({ min: 1, max: 9000 }),
      }),
      { minLength: 1, maxLength: 64 },
    )
    .chain((areas) => fc.tuple(fc.constant(areas), fc.nat(areas.length - 1)))
    .map(([areas, primary]): Monitor[] => {
      const left = Math.min(...areas.map(({ x }) => x));
      const top = Math.min(...areas.map(({ y }) => y));
      return areas.map((area, i) => ({ ...area, x: area.x - left, y: area.y - top, primary: i === primary }));
    });

  it('comes out as it went in, wherever the primary monitor stands', () => {
    fc.assert(
      fc.property(layout, (monitors) => {
        expect(decodeMonitorLayout(read((w) => encodeMonitorLayout(w, monitors)))).toEqual(monitors);
      }),
    );
    expect(decodeMonitorLayout(read((w) => encodeMonitorLayout(w, [])))).toEqual([]);
  });

  it('has inclusive edges, counted from the primary monitor', () => {
    const wire = bytes((w) =>
      encodeMonitorLayout(w, [
        { x: 0, y: 24, width: 1280, height: 1024, primary: false },
        { x: 1280, y: 0, width: 1920, height: 1080, primary: true },
      ]),
    );
    expect(Buffer.from(wire).toString('hex')).toBe(
      '02000000' +
        '00fbffff' +
        '18000000' +
        'ffffffff' +
        '17040000' +
        '00000000' +
        '00000000' +
        '00000000' +
        '7f070000' +
        '37040000' +
        '01000000',
    );
  });

  it('leaves out monitors of no size, and refuses more than there can be and than have come', () => {
    expect(decodeMonitorLayout(hex('01000000 05000000 00000000 04000000 09000000 01000000'))).toEqual([]);
    expect(() => decodeMonitorLayout(hex('41000000'))).toThrow('monitorCount');
    expect(() => decodeMonitorLayout(hex('01000000 05000000'))).toThrow('monitorDef.top');
  });

  it('is read, or refused, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(5), (body, count) => {
        try {
          for (const { width, height, x, y } of decodeMonitorLayout(read((w) => w.u32(count).bytes(body)))) {
            expect(Math.min(width, height) > 0 && Math.min(x, y) >= 0).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});
