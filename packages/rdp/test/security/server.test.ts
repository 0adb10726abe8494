import { readFileSync } from 'node:fs';
import { Reader, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDemandActive, encodeConfirmActive } from '../../src/activation.js';
import { GeneralFlag } from '../../src/capabilities/general.js';
import { decodeConferenceCreateResponse } from '../../src/gcc/conference.js';
import { decodeServerData } from '../../src/gcc/data.js';
import { type InputEvent, RdpServer } from '../../src/index.js';
import { decodeConnectResponse } from '../../src/mcs/connect.js';
import { decodeDomainPdu } from '../../src/mcs/domain.js';
import { decodeServerCertificate } from '../../src/security/certificate.js';
import { encodeSecurityExchange } from '../../src/security/key-exchange.js';
import { EXTERNAL_SECURITY } from '../../src/security/security-layer.js';
import { ActivationSequence } from '../../src/server/activation-sequence.js';
import { decodeShareControl, ShareControlType } from '../../src/share-control.js';
import { Transmitter } from '../../src/transmitter.js';
import { decodeConnectionConfirm, decodeX224Data } from '../../src/x224.js';
import { TestClient } from '../server/test-client.js';
import { publicHalf, standard, testKey } from './server-key.js';

const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 250 : 1;

/** A client before its Connect Initial. */
const negotiated = () => new TestClient({ security: standard() }).negotiated();

/** A client that joined its channels, and whose keys have to be agreed. */
function joined(): TestClient {
  const client = negotiated();
  client.connectInitial({ serverSelectedProtocol: 0 }, { security: { encryptionMethods: 0x1b, extEncryptionMethods: 0 } });
  client.domain({ type: 'erect-domain-request' });
  client.domain({ type: 'attach-user-request' });
  client.join(client.userId);
  client.join(1003);
  return client;
}

const exchange = (writer: Writer) => encodeSecurityExchange(writer, publicHalf(testKey), new Uint8Array(32).fill(7));

describe('a server with Standard RDP Security', () => {
  it.each([
    ['asks for nothing', undefined, {}],
    ['asks for it', 0, { negotiation: { type: 'response', flags: 0, selectedProtocol: 0 } }],
    ['offers TLS as well', 1, { negotiation: { type: 'response', flags: 0, selectedProtocol: 0 } }],
  ])('takes a client that %s', (_, protocols, confirm) => {
    const client = new TestClient({ security: standard() });
    client.request(protocols);
    expect(decodeConnectionConfirm(client.sent[0]!)).toEqual(confirm);
    expect(client.server.phase).toBe('connect-initial');
    expect(client.types).toEqual([]);
  });

  it('prefers TLS where both sides have it, and asks for no key exchange then', () => {
    const client = new TestClient({ security: standard({ tls: true }) });
    client.request(3);
    expect(client.types).toEqual(['start-tls']);
    client.server.tlsStarted(0);
    client.connectInitial();
    const response = decodeConnectResponse(decodeX224Data(client.sent[1]!, 'test'));
    const { security } = decodeServerData(decodeConferenceCreateResponse(new Reader(response.userData, 'test')));
    expect(security).toMatchObject({ encryptionMethod: 0, encryptionLevel: 0 });
  });

  it('goes on without TLS where it has it and the client has not', () => {
    const client = new TestClient({ security: standard({ tls: true }) });
    client.request(2);
    expect(client.server.phase).toBe('connect-initial');
  });

  it('says 128 bits in both directions, and sends exactly the key it was given', () => {
    const client = joined();
    const response = decodeConnectResponse(decodeX224Data(client.sent[1]!, 'test'));
    const { security } = decodeServerData(decodeConferenceCreateResponse(new Reader(response.userData, 'test')));
    expect(security).toMatchObject({ encryptionMethod: 2, encryptionLevel: 3, serverRandom: standard().random(32) });
    expect(decodeServerCertificate(security.serverCertificate, 'test').blob).toEqual(standard().publicKey);
  });

  it.each([0, 1, 8, 0x10, 0x19])('refuses a client whose methods are 0x%x: 128 bits are not among them', (encryptionMethods) => {
    const client = negotiated();
    client.connectInitial({ serverSelectedProtocol: 0 }, { security: { encryptionMethods, extEncryptionMethods: 0 } });
    expect(client.ended).toMatchObject({ reason: 'refused', error: { code: 'encryption-too-weak' } });
    expect(client.sent).toHaveLength(1);
  });

  it('reads the methods of a French client where it says them', () => {
    const client = negotiated();
    client.connectInitial({ serverSelectedProtocol: 0 }, { security: { encryptionMethods: 0, extEncryptionMethods: 2 } });
    expect(client.server.phase).toBe('erect-domain');
  });

  it('takes no Client Info PDU before the keys are agreed, nor in the clear afterwards, nor under other keys', () => {
    const early = joined();
    early.clientInfo();
    expect(early.ended?.error?.message).toContain('rdp.securityExchange.basicSecurityHeader.flags');
    const clear = joined();
    clear.data(1003, exchange);
    expect(clear.server.phase).toBe('client-info');
    clear.clientInfo();
    expect(clear.ended?.error?.message).toContain('rdp.clientInfo.securityHeader.flags');
    const other = joined();
    other.data(1003, exchange);
    other.data(1003, (writer) => writer.u16(0x48).u16(0).zeros(100));
    expect(other.ended?.error?.message).toContain('rdp.clientInfo.dataSignature');
    expect(other.types).toEqual(['disconnected']);
  });

  it('takes the keys once, on the I/O channel, and joins no channel afterwards', () => {
    const elsewhere = joined();
    elsewhere.data(1004, exchange);
    expect(elsewhere.ended?.reason).toBe('malformed');
    const twice = joined();
    twice.data(1003, exchange);
    twice.data(1003, exchange);
    expect(twice.ended?.reason).toBe('malformed');
    const late = joined();
    late.data(1003, exchange);
    late.join(1004);
    expect(late.ended?.reason).toBe('malformed');
  });
});

describe('salted MACs', () => {
  it.each([true, false])('are announced, and used where the client announces them too: %s', (announced) => {
    let salted = false;
    const sent: Uint8Array[] = [];
    const transmitter = new Transmitter('send-data-indication', 1002, (bytes) => sent.push(bytes.slice()));
    transmitter.security = { ...EXTERNAL_SECURITY, saltMacs: () => (salted = true) };
    const activation = new ActivationSequence(transmitter, 32, 1007);
    activation.start(640, 480);
    const demand = decodeDomainPdu(decodeX224Data(sent[0]!, 'test'));
    const body = decodeShareControl(new Reader(demand.type === 'send-data-indication' ? demand.data : sent[0]!, 'test'))!.body;
    const { capabilities, shareId } = decodeDemandActive(body);
    expect(capabilities.find((set) => set.type === 'general')!.extraFlags & GeneralFlag.saltedChecksum).not.toBe(0);
    const writer = new Writer();
    const general = { type: 'general', osMajorType: 1, osMinorType: 3, refreshRect: true, suppressOutput: true } as const;
    const extraFlags = GeneralFlag.fastPathOutput | (announced ? GeneralFlag.saltedChecksum : 0);
    encodeConfirmActive(writer, { shareId, capabilities: [{ ...general, extraFlags }] });
    activation.confirm({ type: ShareControlType.confirmActive, source: 1007, body: new Reader(writer.view(), 'test') });
    expect(salted).toBe(announced);
  });
});

describe('a session under it (fuzz)', () => {
  const recording = readFileSync(new URL('../fixtures/xfreerdp-2.11.7-standard-security.bin', import.meta.url)).subarray(0, 3000);

  function play(bytes: Uint8Array): { inputs: InputEvent[]; reasons: string[] } {
    const inputs: InputEvent[] = [];
    const reasons: string[] = [];
    const server = new RdpServer({ width: 640, height: 480, channels: ['remdesk'], security: standard() }, 0, (event) => {
      if (event.type === 'client-info') server.accept();
      else if (event.type === 'input') inputs.push(event.input);
      else if (event.type === 'disconnected') reasons.push(event.reason);
    });
    server.receive(bytes, 0);
    return { inputs, reasons };
  }

  it('ends cleanly, or goes on, wherever it was changed; input never differs from what was sent', () => {
    const honest = play(Uint8Array.from(recording)).inputs;
    expect(honest.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.nat(recording.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(recording);
        changed[at]! ^= change;
        const { inputs, reasons } = play(changed);
        expect(inputs).toEqual(honest.slice(0, inputs.length));
        expect(reasons.every((reason) => ['malformed', 'refused', 'by-client'].includes(reason))).toBe(true);
      }),
      { numRuns: 400 * TIMES },
    );
  });
});
