import { Reader, Writer } from '@beside/bytes';
import { encodeDemandActive } from '../../src/activation.js';
import type { CapabilitySet } from '../../src/capabilities/set.js';
import { ControlAction, encodeControl, encodeFontMap, encodeSynchronize } from '../../src/finalization.js';
import { encodeConferenceCreateResponse } from '../../src/gcc/conference.js';
import { encodeServerData, type ServerData } from '../../src/gcc/data.js';
import { RdpClient, type RdpClientEvent, type RdpClientOptions } from '../../src/index.js';
import { encodeLicenseError, VALID_CLIENT } from '../../src/license.js';
import { encodeConnectResponse } from '../../src/mcs/connect.js';
import { type DomainPdu, decodeDomainPdu, encodeDomainPdu } from '../../src/mcs/domain.js';
import { SecurityFlag } from '../../src/security/security-layer.js';
import { serverCapabilities } from '../../src/server/server-capabilities.js';
import { beginShareControl, decodeShareControl, endShareControl, ShareControlType } from '../../src/share-control.js';
import { beginShareData, decodeShareData, endShareData, type ShareDataPdu } from '../../src/share-data.js';
import { endTpkt, TPKT_VERSION } from '../../src/tpkt.js';
import { beginX224Data, type ConnectionConfirm, decodeX224Data, encodeConnectionConfirm } from '../../src/x224.js';
import { kept, OPTIONS } from './rig.js';

type Write = (writer: Writer) => void;

export const IO = 1003;
export const REMDESK = 1004;
export const ENCOMSP = 1005;
export const USER = 1006;
export const SHARE = 0x000103ea;

const NOTHING = new Uint8Array(0);
const PARAMETERS = {
  maxChannelIds: 34,
  maxUserIds: 3,
  maxTokenIds: 0,
  numPriorities: 1,
  minThroughput: 0,
  maxHeight: 1,
  maxMcsPduSize: 65528,
  protocolVersion: 2,
};

/** What the server of the tests says that it does, changed in one kind of set. */
export function capabilities(change?: Partial<CapabilitySet> & Pick<CapabilitySet, 'type'>): CapabilitySet[] {
  const sets = serverCapabilities(640, 480, 32, false);
  return sets.map((set) => (set.type === change?.type ? ({ ...set, ...change } as CapabilitySet) : set));
}

function bytes(write: Write): Uint8Array {
  const writer = new Writer();
  write(writer);
  return writer.finish();
}

/** A client with a server that is played PDU by PDU. Time stands still unless a test moves it. */
export class TestServer {
  /** All but `send`. */
  readonly events: RdpClientEvent[] = [];
  /** What the client said, PDU by PDU. */
  readonly sent: Uint8Array[] = [];
  readonly client: RdpClient;
  /** Called with each event, as the application would be. */
  onEvent: (event: RdpClientEvent) => void = () => {};
  now = 0;

  constructor(options: Partial<RdpClientOptions> = {}) {
    this.client = new RdpClient({ ...OPTIONS, ...options }, 0, (event) => {
      if (event.type === 'send') this.sent.push(event.bytes.slice());
      else this.events.push(kept(event));
      this.onEvent(event);
    });
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** How it ended, if it did. */
  get ended(): Extract<RdpClientEvent, { type: 'disconnected' }> | undefined {
    const last = this.events.at(-1);
    return last?.type === 'disconnected' ? last : undefined;
  }

  /** Code of the error that it ended with; the path where it is malformed. */
  get fault(): string | undefined {
    const error = this.ended?.error as (Error & { code?: string; path?: string }) | undefined;
    return error?.path ?? error?.code;
  }

  /** The share data that the client sent. */
  get shareDataSent(): ShareDataPdu[] {
    const pdus: ShareDataPdu[] = [];
    for (const sent of this.sent.slice(2).filter((pdu) => pdu[0] === TPKT_VERSION)) {
      const pdu = decodeDomainPdu(decodeX224Data(sent, 'test'));
      // pduType, PDUTYPE_DATAPDU with the version; Client Info has zeros there
      if (pdu.type !== 'send-data-request' || pdu.channelId !== IO || pdu.data[2] !== 0x17) continue;
      pdus.push(decodeShareData(decodeShareControl(new Reader(pdu.data, 'test'))!.body));
    }
    return pdus;
  }

  send(pdu: Uint8Array): void {
    this.client.receive(pdu, this.now);
  }

  confirm(confirm: ConnectionConfirm): void {
    this.send(bytes((w) => encodeConnectionConfirm(w, confirm)));
  }

  select(selectedProtocol: number): void {
    this.confirm({ negotiation: { type: 'response', flags: 0, selectedProtocol } });
  }

  x224(write: Write): void {
    this.send(
      bytes((w) => {
        const start = beginX224Data(w);
        write(w);
        endTpkt(w, start);
      }),
    );
  }

  connectResponse(change: Partial<ServerData> = {}, result = 0): void {
    const data: ServerData = {
      core: { version: 0x00080004, clientRequestedProtocols: 1 },
      network: { ioChannelId: IO, channelIds: [REMDESK, ENCOMSP] },
      security: { encryptionMethod: 0, encryptionLevel: 0, serverRandom: NOTHING, serverCertificate: NOTHING },
      ...change,
    };
    const userData = bytes((w) => encodeConferenceCreateResponse(w, (blocks) => encodeServerData(blocks, data)));
    this.x224((w) => encodeConnectResponse(w, { result, parameters: PARAMETERS, userData }));
  }

  domain(pdu: DomainPdu): void {
    this.x224((w) => encodeDomainPdu(w, pdu));
  }

  join(requested: number, result = 0): void {
    const confirm = { type: 'channel-join-confirm', initiator: USER, requested, result } as const;
    this.domain(result === 0 ? { ...confirm, channelId: requested } : confirm);
  }

  data(channelId: number, write: Write): void {
    this.domain({ type: 'send-data-indication', initiator: 1002, channelId, data: bytes(write) });
  }

  license(write: Write = (w) => encodeLicenseError(w, VALID_CLIENT)): void {
    this.data(IO, (w) => {
      w.u16(SecurityFlag.license).u16(0);
      write(w);
    });
  }

  shareControl(type: number, write: Write): void {
    this.data(IO, (w) => {
      const start = beginShareControl(w, type, 1002);
      write(w);
      endShareControl(w, start);
    });
  }

  shareData(type: number, write: Write): void {
    this.shareControl(ShareControlType.data, (w) => {
      const start = beginShareData(w, SHARE, type);
      write(w);
      endShareData(w, start);
    });
  }

  demandActive(sets: readonly CapabilitySet[] = capabilities()): void {
    this.shareControl(ShareControlType.demandActive, (w) => encodeDemandActive(w, { shareId: SHARE, capabilities: sets }));
  }

  finalize(): void {
    this.shareData(0x1f, (w) => encodeSynchronize(w, USER));
    for (const action of [ControlAction.cooperate, ControlAction.granted]) {
      this.shareData(0x14, (w) => encodeControl(w, { action, grantId: USER, controlId: 0x3ea }));
    }
    this.shareData(0x28, encodeFontMap);
  }

  /** Up to TLS. */
  negotiated(): this {
    this.select(1);
    this.client.tlsStarted(this.now);
    return this;
  }

  /** Up to the channels, of which none is joined yet. */
  attached(): this {
    this.negotiated();
    this.connectResponse();
    this.domain({ type: 'attach-user-confirm', result: 0, initiator: USER });
    return this;
  }

  /** Up to licensing. */
  joined(): this {
    this.attached();
    for (const id of [USER, IO, REMDESK, ENCOMSP]) this.join(id);
    return this;
  }

  /** Up to capabilities. */
  licensed(): this {
    this.joined();
    this.license();
    return this;
  }

  /** Active for the first time. */
  active(sets: readonly CapabilitySet[] = capabilities()): this {
    this.licensed();
    this.demandActive(sets);
    this.finalize();
    return this;
  }
}
