import { ProtocolError, Reader, Writer } from '@beside/bytes';
import { describe, expect, it } from 'vitest';
import { decodeConferenceCreateResponse } from '../../src/gcc/conference.js';
import { decodeServerData } from '../../src/gcc/data.js';
import { decodeConnectResponse } from '../../src/mcs/connect.js';
import { decodeDomainPdu } from '../../src/mcs/domain.js';
import { decodeConnectionConfirm, decodeX224Data, encodeConnectionRequest } from '../../src/x224.js';
import { TestClient } from './test-client.js';

const domainPdus = (client: TestClient) => client.sent.slice(2).map((pdu) => decodeDomainPdu(decodeX224Data(pdu, 'test')));

describe('negotiation', () => {
  it('selects TLS where the client offers it, among others or alone', () => {
    for (const protocols of [1, 3, 0x0b]) {
      const client = new TestClient();
      client.request(protocols);
      expect(decodeConnectionConfirm(client.sent[0]!)).toEqual({
        negotiation: { type: 'response', flags: 0, selectedProtocol: 1 },
      });
      expect(client.types).toEqual(['start-tls']);
    }
  });

  it('tells a client that offers Standard RDP Security or CredSSP alone that TLS is required, and ends', () => {
    for (const protocols of [0, 2, 8]) {
      const client = new TestClient();
      client.request(protocols);
      expect(decodeConnectionConfirm(client.sent[0]!)).toEqual({ negotiation: { type: 'failure', failureCode: 1 } });
      expect(client.ended).toMatchObject({ reason: 'refused', error: { code: 'tls-required' } });
    }
  });

  it('says nothing to a client that did not negotiate, and ends', () => {
    const client = new TestClient();
    client.request(undefined);
    expect(client.sent).toEqual([]);
    expect(client.ended).toMatchObject({ reason: 'refused', error: { code: 'tls-required' } });
  });

  it('refuses bytes in the clear behind the request: they would count as said under TLS', () => {
    const request = new Writer();
    encodeConnectionRequest(request, { negotiation: { flags: 0, requestedProtocols: 1 } });
    for (const extra of [[3], [3, 0, 0, 12, 2, 0xf0, 0x80, 4, 1, 0, 1, 0]]) {
      const client = new TestClient();
      client.send(Uint8Array.of(...request.view(), ...extra));
      expect(client.ended?.reason).toBe('malformed');
      expect(client.types).toEqual(['disconnected']);
    }
    const client = new TestClient();
    client.request(1);
    client.send(Uint8Array.of(0x16));
    expect(client.ended?.reason).toBe('malformed');
  });

  it('refuses a client that believes something else was selected', () => {
    const client = new TestClient().negotiated();
    client.connectInitial({ serverSelectedProtocol: 2 });
    expect(client.ended).toMatchObject({ reason: 'refused', error: { code: 'selection-changed' } });
  });
});

describe('a stream that is protected already', () => {
  it('takes any client, answers what it asked, and goes straight to MCS', () => {
    for (const protocols of [0, 1, 3]) {
      const client = new TestClient({ security: 'external' });
      client.request(protocols);
      expect(decodeConnectionConfirm(client.sent[0]!)).toEqual({
        negotiation: { type: 'response', flags: 0, selectedProtocol: 0 },
      });
      expect(client.types).toEqual([]);
      expect(client.server.phase).toBe('connect-initial');
    }
  });

  it('sends no negotiation to a client that asked for none', () => {
    const client = new TestClient({ security: 'external' });
    client.request(undefined);
    expect(decodeConnectionConfirm(client.sent[0]!)).toEqual({});
  });

  it('carries a whole connection without encryption', () => {
    const client = new TestClient({ security: 'external' }).active({ serverSelectedProtocol: 0 });
    const response = decodeConnectResponse(decodeX224Data(client.sent[1]!, 'test'));
    const data = decodeServerData(decodeConferenceCreateResponse(new Reader(response.userData, 'test')));
    expect(data.core.clientRequestedProtocols).toBe(0);
    expect(data.security).toMatchObject({ encryptionMethod: 0, encryptionLevel: 0 });
    expect(client.types).toEqual(['client-info', 'active']);
  });

  it('refuses a client that believes TLS was selected', () => {
    const client = new TestClient({ security: 'external' });
    client.request(0);
    client.connectInitial({ serverSelectedProtocol: 1 });
    expect(client.ended).toMatchObject({ reason: 'refused', error: { code: 'selection-changed' } });
  });
});

describe('MCS', () => {
  it('gives every channel an id of its own, the client one that no channel has, and confirms the joins', () => {
    const client = new TestClient().known();
    const response = decodeConnectResponse(decodeX224Data(client.sent[1]!, 'test'));
    const data = decodeServerData(decodeConferenceCreateResponse(new Reader(response.userData, 'test')));
    expect(data.core).toEqual({ version: 0x00080004, clientRequestedProtocols: 1 });
    expect(data.network).toEqual({ ioChannelId: 1003, channelIds: [1004, 1005, 1006] });
    expect(data.security.encryptionMethod).toBe(0);
    const [attach, ...joins] = domainPdus(client);
    expect(attach).toEqual({ type: 'attach-user-confirm', result: 0, initiator: 1007 });
    expect(joins.map((join) => join.type === 'channel-join-confirm' && [join.result, join.channelId])).toEqual(
      [1007, 1003, 1004, 1005, 1006].map((id) => [0, id]),
    );
  });

  it('refuses channels that nobody announced, and ends a flood of joins', () => {
    const client = new TestClient().negotiated();
    client.connectInitial();
    client.domain({ type: 'erect-domain-request' });
    client.domain({ type: 'attach-user-request' });
    client.join(2000);
    expect(domainPdus(client).at(-1)).toMatchObject({ type: 'channel-join-confirm', result: 3, requested: 2000 });
    for (let id = 0; id < 0xffff && client.ended === undefined; id++) client.join(id);
    expect(client.ended?.reason).toBe('malformed');
    expect(client.sent.length).toBeLessThan(20);
  });

  it('refuses more than 31 channels', () => {
    const client = new TestClient().negotiated();
    client.channels = Array.from({ length: 32 }, (_, i) => `c${i}`);
    client.connectInitial();
    expect(client.ended?.error?.message).toBe('gcc.userData.clientNetwork.channelCount: is 32, more than 31');
  });

  it('ends when the client says so, at any time', () => {
    const client = new TestClient().known();
    client.domain({ type: 'disconnect-provider-ultimatum', reason: 3 });
    expect(client.ended).toEqual({ type: 'disconnected', reason: 'by-client' });
  });
});

describe('Client Info', () => {
  it('tells who the client is and then waits for the answer', () => {
    const client = new TestClient().known();
    expect(client.events.at(-1)).toEqual({
      type: 'client-info',
      info: {
        userName: 'expert',
        domain: '',
        alternateShell: '*',
        workingDir: 'SESSION',
        computerName: 'EXPERT-PC',
        version: 0x00080004,
        build: 2600,
      },
    });
    expect(client.server.phase).toBe('accept');
  });

  it('takes nothing from the client before the answer', () => {
    const client = new TestClient().known();
    client.confirmActive();
    expect(client.ended?.error).toBeInstanceOf(ProtocolError);
    expect(client.types.filter((type) => type !== 'start-tls')).toEqual(['client-info', 'disconnected']);
  });

  it('is followed by no licensing when the client is not accepted', () => {
    const client = new TestClient().known();
    const before = client.sent.length;
    client.server.disconnect(7);
    expect(domainPdus(client).slice(before - 2)).toEqual([{ type: 'disconnect-provider-ultimatum', reason: 3 }]);
    expect(client.ended).toEqual({ type: 'disconnected', reason: 'by-server' });
  });
});

describe('time limits', () => {
  it('give 15 s to Client Info, counted from the beginning whatever else comes', () => {
    const client = new TestClient().negotiated();
    expect(client.server.nextDeadline()).toBe(15_000);
    client.now = 14_000;
    client.connectInitial();
    client.server.tick(14_999);
    expect(client.ended).toBeUndefined();
    client.server.tick(15_000);
    expect(client.ended?.reason).toBe('timeout');
    expect(client.ended?.error?.message).toContain('erect-domain');
    expect(client.server.nextDeadline()).toBeUndefined();
  });

  it('do not run while this side has not answered', () => {
    const client = new TestClient().known();
    expect(client.server.nextDeadline()).toBeUndefined();
  });

  it('give 30 s to the activation, from when the client was accepted', () => {
    const client = new TestClient().known();
    client.server.accept();
    client.server.tick(60_000);
    expect(client.server.nextDeadline()).toBe(90_000);
    client.server.tick(90_000);
    expect(client.ended?.reason).toBe('timeout');
  });

  it('give 30 s to one PDU, and none to an active client that is silent', () => {
    const client = new TestClient().active();
    expect(client.server.nextDeadline()).toBeUndefined();
    client.now = 1_000_000;
    client.send(Uint8Array.of(3, 0));
    client.now += 29_000;
    client.send(Uint8Array.of(0));
    expect(client.server.nextDeadline()).toBe(1_030_000);
    client.server.tick(1_030_000);
    expect(client.ended?.reason).toBe('timeout');
  });
});
