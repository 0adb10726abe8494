import { ProtocolError, Reader, Writer } from '@beside/bytes';
import { describe, expect, it } from 'vitest';
import { decodeInfoPacket, InfoFlag } from '../../src/client-info.js';
import { decodeConferenceCreateRequest } from '../../src/gcc/conference.js';
import { decodeClientData } from '../../src/gcc/data.js';
import { decodeLicenseError, encodeLicenseError, NO_LICENSE, openLicenseMessage } from '../../src/license.js';
import { decodeConnectInitial } from '../../src/mcs/connect.js';
import { decodeDomainPdu } from '../../src/mcs/domain.js';
import { encodeProprietaryCertificate } from '../../src/security/certificate.js';
import { decodeConnectionRequest, decodeX224Data, encodeConnectionConfirm } from '../../src/x224.js';
import { Rig, standardSecurity } from './rig.js';
import { ENCOMSP, IO, REMDESK, TestServer, USER } from './test-server.js';

const domainPdu = (pdu: Uint8Array) => decodeDomainPdu(decodeX224Data(pdu, 'test'));
const failure = (failureCode: number) => ({ negotiation: { type: 'failure', failureCode } }) as const;

/** Data of an MCS Send Data Request of the client. */
function request(pdu: Uint8Array): Reader {
  const domain = domainPdu(pdu);
  if (domain.type !== 'send-data-request') throw new Error(`is a ${domain.type}`);
  return new Reader(domain.data, 'test');
}

/** The data blocks of the client's Connect Initial. */
function clientData(pdu: Uint8Array) {
  const { userData } = decodeConnectInitial(decodeX224Data(pdu, 'test'));
  return decodeClientData(decodeConferenceCreateRequest(new Reader(userData, 'test')));
}

describe('a whole connection to our own server', () => {
  it.each(['tls', 'negotiate'] as const)('over TLS, with security %s', (security) => {
    const rig = Rig.active({ security });
    expect(rig.clientTypes).toEqual(['start-tls', 'active', 'pointer']);
    expect(rig.serverTypes).toEqual(['start-tls', 'client-info', 'active']);
  });

  it('inside of a link that is protected already', () => {
    const rig = Rig.active({ security: 'external' }, { security: 'external' });
    expect(rig.clientTypes).toEqual(['active', 'pointer']);
    expect(rig.serverTypes).toEqual(['client-info', 'active']);
  });

  it.each(['standard', 'negotiate'] as const)('over Standard RDP Security, with security %s', (security) => {
    const rig = Rig.standard({ security });
    expect(rig.clientTypes).toEqual(['server-key', 'active', 'pointer']);
    expect(rig.clientEvents[0]).toEqual({ type: 'server-key', blob: standardSecurity().publicKey });
    expect(rig.serverTypes).toEqual(['client-info', 'active']);
  });

  it('says who connects to which invitation, and learns what the server does', () => {
    const rig = Rig.active({ channels: ['remdesk'] });
    expect(rig.serverEvents[1]).toMatchObject({
      info: {
        userName: 'expert',
        domain: '',
        alternateShell: '*',
        workingDir: 'SESSION',
        computerName: 'EXPERT-PC',
        version: 0x00080004,
      },
    });
    expect(rig.clientEvents[1]).toEqual({
      type: 'active',
      server: {
        bitsPerPixel: 32,
        fastPathInput: true,
        unicodeInput: true,
        extendedMouse: true,
        horizontalWheel: true,
        refreshRect: true,
        suppressOutput: true,
        frameAcknowledge: true,
      },
      width: 640,
      height: 480,
    });
    expect(rig.client.hasChannel('remdesk')).toBe(true);
    expect(rig.client.hasChannel('encomsp')).toBe(false);
    expect(rig.server.hasChannel('remdesk')).toBe(true);
    expect(rig.client.phase).toBe('active');
  });

  it('is understood by the server in all that the client can show', () => {
    expect(Rig.active().serverEvents[2]).toMatchObject({
      client: {
        bitsPerPixel: 32,
        desktopResize: true,
        maxUpdateSize: 0x3fffff,
        surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
        framesInFlight: 2,
        remotefx: { id: 3, mode: 'image', entropy: 'rlgr3' },
        nscodec: { id: 1, dynamicFidelity: true, subsampling: true, colorLoss: 3 },
        pointer: { cacheSize: 25, newPointers: true, maxSize: 384 },
        planar: true,
      },
    });
  });
});

describe('negotiation', () => {
  it('offers TLS or nothing, and tells no name in the clear', () => {
    const offers = (security: 'tls' | 'negotiate' | 'standard' | 'external') =>
      decodeConnectionRequest(new TestServer({ security }).sent[0]!);
    const request = (requestedProtocols: number) => ({ negotiation: { flags: 0, requestedProtocols } });
    expect(offers('tls')).toEqual(request(1));
    expect(offers('negotiate')).toEqual(request(1));
    expect(offers('standard')).toEqual(request(0));
    expect(offers('external')).toEqual(request(0));
  });

  it.each([
    [1, 'tls-required'],
    [2, 'tls-not-allowed'],
    [3, 'tls-not-allowed'],
    [4, 'server-refused'],
    [5, 'nla-required'],
    [6, 'nla-required'],
    [99, 'server-refused'],
  ])('ends with a code of its own at failure %i', (code, expected) => {
    const server = new TestServer({ security: 'negotiate' });
    server.confirm(failure(code));
    expect(server.ended).toMatchObject({ reason: 'refused', error: { code: expected } });
    expect(server.sent).toHaveLength(1);
  });

  it('takes no answer, or Standard RDP Security, only where TLS is not required', () => {
    for (const confirm of [{}, { negotiation: { type: 'response', flags: 0, selectedProtocol: 0 } as const }]) {
      const strict = new TestServer({ security: 'tls' });
      strict.confirm(confirm);
      expect(strict.ended).toMatchObject({ reason: 'refused', error: { code: 'tls-not-allowed' } });
      const lenient = new TestServer({ security: 'negotiate' });
      lenient.confirm(confirm);
      expect(clientData(lenient.sent[1]!)).toMatchObject({
        security: { encryptionMethods: 2 },
        core: { serverSelectedProtocol: 0 },
      });
    }
  });

  it('refuses what was not offered', () => {
    for (const [security, selected] of [
      ['tls', 2],
      ['standard', 1],
      ['external', 1],
      ['negotiate', 8],
    ] as const) {
      const server = new TestServer({ security });
      server.select(selected);
      expect(server.fault).toBe('x224.connectionConfirm.rdpNegRsp.selectedProtocol');
    }
  });

  it('refuses bytes in the clear behind the answer: they would count as said under TLS', () => {
    const answer = new Writer();
    encodeConnectionConfirm(answer, { negotiation: { type: 'response', flags: 0, selectedProtocol: 1 } });
    for (const extra of [[3], [3, 0, 0, 12, 2, 0xf0, 0x80, 4, 1, 0, 1, 0]]) {
      const server = new TestServer();
      server.send(Uint8Array.of(...answer.view(), ...extra));
      expect(server.types).toEqual(['disconnected']);
      expect(server.ended?.reason).toBe('malformed');
    }
    for (const byte of [0x16, 3]) {
      const server = new TestServer();
      server.select(1);
      server.send(Uint8Array.of(byte));
      expect(server.ended?.reason).toBe('malformed');
    }
  });

  it('refuses a server that was asked for something else than this side asked for', () => {
    const server = new TestServer().negotiated();
    server.connectResponse({ core: { version: 0x00080004, clientRequestedProtocols: 0 } });
    expect(server.ended).toMatchObject({ reason: 'refused', error: { code: 'selection-changed' } });
  });
});

describe('MCS', () => {
  it('asks for the user, the I/O channel and every static channel, all at once, once there is a user', () => {
    const server = new TestServer().attached();
    expect(server.sent.slice(2).map(domainPdu)).toEqual([
      { type: 'erect-domain-request' },
      { type: 'attach-user-request' },
      ...[USER, IO, REMDESK, ENCOMSP].map((channelId) => ({ type: 'channel-join-request', initiator: USER, channelId })),
    ]);
  });

  it('uses the I/O channel that the server names', () => {
    const server = new TestServer({ channels: [] }).negotiated();
    server.connectResponse({ network: { ioChannelId: 1500, channelIds: [] } });
    server.domain({ type: 'attach-user-confirm', result: 0, initiator: USER });
    server.join(USER);
    server.join(1500);
    expect(domainPdu(server.sent.at(-1)!)).toMatchObject({ type: 'send-data-request', initiator: USER, channelId: 1500 });
  });

  it('goes on without a static channel that is denied, and not without the others', () => {
    const server = new TestServer().attached();
    server.join(REMDESK, 3);
    for (const id of [USER, IO, ENCOMSP]) server.join(id);
    expect(server.client.phase).toBe('licensing');
    expect([server.client.hasChannel('remdesk'), server.client.hasChannel('encomsp')]).toEqual([false, true]);
    for (const id of [USER, IO]) {
      const denied = new TestServer().attached();
      denied.join(id, 3);
      expect(denied.ended).toMatchObject({ reason: 'refused', error: { code: 'server-refused' } });
    }
  });

  it('refuses a server that denies the conference or a user', () => {
    const conference = new TestServer().negotiated();
    conference.connectResponse({}, 14);
    expect(conference.fault).toBe('server-refused');
    const user = new TestServer().negotiated();
    user.connectResponse();
    user.domain({ type: 'attach-user-confirm', result: 13, initiator: 0 });
    expect(user.fault).toBe('server-refused');
  });

  it('refuses joins of channels that nobody asked for, or twice', () => {
    const other = new TestServer().attached();
    other.join(2000);
    expect(other.fault).toBe('mcs.channelJoinConfirm.requested');
    const twice = new TestServer().attached();
    twice.join(USER);
    twice.join(USER);
    expect(twice.fault).toBe('mcs.channelJoinConfirm.requested');
  });

  it('takes fewer channels than were asked for as the first of them', () => {
    for (const channelIds of [[REMDESK], []]) {
      const server = new TestServer().negotiated();
      server.connectResponse({ network: { ioChannelId: IO, channelIds } });
      server.domain({ type: 'attach-user-confirm', result: 0, initiator: USER });
      for (const id of [USER, IO, ...channelIds]) server.join(id);
      server.license();
      server.demandActive();
      server.finalize();
      expect(server.types.at(-1)).toBe('active');
      expect(server.client.hasChannel('remdesk')).toBe(channelIds.length > 0);
      expect(server.client.hasChannel('encomsp')).toBe(false);
      expect(server.client.sendChannel('encomsp', Uint8Array.of(1))).toBe(false);
    }
  });

  it('refuses a server that gives more channels than were asked for, or encrypts under TLS', () => {
    const more = new TestServer().negotiated();
    more.connectResponse({ network: { ioChannelId: IO, channelIds: [REMDESK, ENCOMSP, 1010] } });
    expect(more.fault).toBe('gcc.serverNetwork.channelCount');
    const server = new TestServer().negotiated();
    const random = new Uint8Array(32);
    server.connectResponse({
      security: { encryptionMethod: 2, encryptionLevel: 2, serverRandom: random, serverCertificate: random },
    });
    expect(server.fault).toBe('gcc.serverSecurity.encryptionMethod');
  });

  it('refuses every PDU that the phase does not await', () => {
    const confirm = (server: TestServer) => server.select(1);
    const attach = (server: TestServer) => server.domain({ type: 'attach-user-confirm', result: 0, initiator: USER });
    const response = (server: TestServer) => server.connectResponse();
    const join = (server: TestServer) => server.join(USER);
    const license = (server: TestServer) => server.license();
    const demand = (server: TestServer) => server.demandActive();
    const phases: [() => TestServer, ((server: TestServer) => void)[]][] = [
      [() => new TestServer(), [attach, response, join, license, demand]],
      [() => new TestServer().negotiated(), [confirm, attach, join, license, demand]],
      [() => new TestServer().attached(), [confirm, attach, response, license, demand]],
      [() => new TestServer().joined(), [confirm, attach, response, join, demand]],
      [() => new TestServer().licensed(), [confirm, attach, response, join]],
      [() => new TestServer().active(), [confirm, attach, response, join, demand]],
    ];
    for (const [start, others] of phases) {
      for (const other of others) {
        const server = start();
        other(server);
        expect(server.ended?.reason).toBe('malformed');
        expect(server.ended?.error).toBeInstanceOf(ProtocolError);
      }
    }
  });
});

describe('Client Info', () => {
  it('says what Remote Assistance asks of it, and never that compressed data are taken', () => {
    const body = request(new TestServer({ password: 'p', alternateShell: 'a' }).joined().sent.at(-1)!);
    expect(body.u32('basicSecurityHeader')).toBe(0x40);
    const info = decodeInfoPacket(body);
    expect(info).toMatchObject({ domain: '', userName: 'expert', password: 'p', alternateShell: 'a', workingDir: 'SESSION' });
    expect(info.flags & 0x80).toBe(0);
    expect(info.flags & InfoFlag.forceEncryptedClientPdus).not.toBe(0);
    expect(info.extra).toHaveLength(10 + 172 + 10);
  });
});

describe("the server's key", () => {
  /** A server that wants Standard RDP Security, up to its key. */
  function keyed(method = 2, level = 2, blob = standardSecurity().publicKey): TestServer {
    const server = new TestServer({ security: 'standard' });
    server.select(0);
    server.connectResponse({
      core: { version: 0x00080004, clientRequestedProtocols: 0 },
      security: {
        encryptionMethod: method,
        encryptionLevel: level,
        serverRandom: new Uint8Array(32).fill(1),
        serverCertificate: encodeProprietaryCertificate(blob),
      },
    });
    return server;
  }

  it('has to be accepted before anything goes on, for as long as that takes', () => {
    const server = keyed();
    expect(server.types).toEqual(['server-key']);
    expect(server.sent).toHaveLength(2);
    expect(server.client.phase).toBe('server-key');
    expect(server.client.nextDeadline()).toBeUndefined();
    server.client.acceptServerKey(100_000);
    expect(server.sent.slice(2).map((pdu) => domainPdu(pdu).type)).toEqual(['erect-domain-request', 'attach-user-request']);
    expect(server.client.nextDeadline()).toBe(115_000);
  });

  it('lets nothing through while it is judged', () => {
    const server = keyed();
    server.domain({ type: 'attach-user-confirm', result: 0, initiator: USER });
    expect(server.ended?.error?.message).toBe('mcs.attach-user-confirm: not expected in the phase server-key');
  });

  it('that is refused ends the connection in order', () => {
    const server = keyed();
    server.client.disconnect();
    expect(domainPdu(server.sent.at(-1)!)).toEqual({ type: 'disconnect-provider-ultimatum', reason: 3 });
    expect(server.ended).toEqual({ type: 'disconnected', reason: 'by-client' });
  });

  it.each([
    [0, 0],
    [1, 2],
    [8, 2],
    [0x10, 3],
    [2, 1],
  ])('is not even asked about where the encryption is too weak: method %i, level %i', (method, level) => {
    expect(keyed(method, level).ended).toMatchObject({ reason: 'refused', error: { code: 'encryption-too-weak' } });
  });

  it('is followed by the encrypted client random, in the clear, and by nothing else in the clear', () => {
    const rig = Rig.standard();
    const [exchange, ...rest] = rig.fromClient
      .slice(4)
      .filter((pdu) => pdu[0] === 3 && domainPdu(pdu).type === 'send-data-request');
    expect(request(exchange!).u16('flags') & 0x0009).toBe(0x0001);
    expect(rest.length).toBeGreaterThan(4);
    for (const pdu of rest) expect(request(pdu).u16('flags') & 0x0008).toBe(0x0008);
    expect(Buffer.concat(rig.fromClient).includes(Buffer.from('SESSION', 'utf16le'))).toBe(false);
  });
});

describe('licensing', () => {
  /** A Server License Request with nothing in it that matters. */
  const licenseRequest = (w: Writer) => w.u8(0x01).u8(0x03).u16(44).zeros(40);

  it('is over when the server wants no licence', () => {
    expect(new TestServer().licensed().client.phase).toBe('demand-active');
  });

  it('says once that there is none, and goes on if the server does', () => {
    const server = new TestServer().joined();
    server.license(licenseRequest);
    const answer = request(server.sent.at(-1)!);
    expect(answer.u32('basicSecurityHeader')).toBe(0x80);
    expect(decodeLicenseError(openLicenseMessage(answer).body)).toEqual(NO_LICENSE);
    server.license();
    expect(server.client.phase).toBe('demand-active');
  });

  it('ends the connection with a code of its own when the server insists, in whichever way', () => {
    const insists: ((server: TestServer) => void)[] = [
      (server) => server.license(licenseRequest),
      (server) => server.license((w) => encodeLicenseError(w, { errorCode: 8, stateTransition: 1 })),
      (server) => server.license((w) => w.u8(0x02).u8(3).u16(8).zeros(4)),
      (server) => server.domain({ type: 'disconnect-provider-ultimatum', reason: 1 }),
      (server) => server.client.streamEnded(0),
    ];
    for (const insist of insists) {
      const server = new TestServer().joined();
      server.license(licenseRequest);
      insist(server);
      expect(server.ended).toMatchObject({ reason: 'refused', error: { code: 'license-required' } });
    }
  });

  it('takes nothing that is no licensing PDU, or on another channel', () => {
    const unmarked = new TestServer().joined();
    unmarked.data(IO, (w) => w.u32(0).zeros(16));
    expect(unmarked.fault).toBe('rdp.license.securityHeader.flags');
    const elsewhere = new TestServer().joined();
    elsewhere.data(REMDESK, (w) => w.u32(0x80).zeros(16));
    expect(elsewhere.fault).toBe('mcs.sendDataIndication.channelId');
  });
});
