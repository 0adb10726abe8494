import { Reader, Writer } from '@beside/bytes';
import { encodeConfirmActive } from '../../src/activation.js';
import type { CapabilitySet } from '../../src/capabilities/set.js';
import { encodeInfoPacket } from '../../src/client-info.js';
import { ControlAction, encodeControl, encodeFontList, encodeSynchronize } from '../../src/finalization.js';
import { encodeConferenceCreateRequest } from '../../src/gcc/conference.js';
import type { ClientCore } from '../../src/gcc/core.js';
import { type ClientData, encodeClientData } from '../../src/gcc/data.js';
import { type DisconnectReason, RdpServer, type RdpServerEvent, type RdpServerOptions } from '../../src/index.js';
import { encodeConnectInitial } from '../../src/mcs/connect.js';
import { type DomainPdu, encodeDomainPdu } from '../../src/mcs/domain.js';
import { SecurityFlag } from '../../src/security/security-layer.js';
import { beginShareControl, endShareControl, ShareControlType } from '../../src/share-control.js';
import { beginShareData, endShareData, ShareDataType } from '../../src/share-data.js';
import { endTpkt } from '../../src/tpkt.js';
import { beginX224Data, encodeConnectionRequest } from '../../src/x224.js';

type Write = (writer: Writer) => void;

const IO = 1003;
const PARAMETERS = {
  maxChannelIds: 34,
  maxUserIds: 2,
  maxTokenIds: 0,
  numPriorities: 1,
  minThroughput: 0,
  maxHeight: 1,
  maxMcsPduSize: 65535,
  protocolVersion: 2,
};
const CORE: ClientCore = {
  version: 0x00080004,
  desktopWidth: 1024,
  desktopHeight: 768,
  keyboardLayout: 0x409,
  clientBuild: 2600,
  clientName: 'EXPERT-PC',
  keyboardType: 4,
  keyboardSubType: 0,
  keyboardFunctionKey: 12,
  imeFileName: '',
  highColorDepth: 24,
  supportedColorDepths: 0x0f,
  earlyCapabilityFlags: 0x0003,
  serverSelectedProtocol: 1,
};
const CAPABILITIES: readonly CapabilitySet[] = [
  { type: 'general', osMajorType: 1, osMinorType: 3, extraFlags: 1, refreshRect: false, suppressOutput: false },
  { type: 'bitmap', preferredBitsPerPixel: 32, desktopWidth: 640, desktopHeight: 480, desktopResize: true, drawingFlags: 8 },
  { type: 'pointer', colorPointerCacheSize: 20, pointerCacheSize: 20 },
  { type: 'surface-commands', flags: 0x52 },
  { type: 'frame-acknowledge', maxUnacknowledgedFrames: 2 },
  { type: 'unknown', id: 19, data: new Uint8Array(4) },
];

function bytes(write: Write): Uint8Array {
  const writer = new Writer();
  write(writer);
  return writer.finish();
}

/** A server with a client that is played PDU by PDU. Time stands still unless a test moves it. */
export class TestClient {
  readonly events: RdpServerEvent[] = [];
  readonly sent: Uint8Array[] = [];
  readonly server: RdpServer;
  /** Called with each event, as the application would be. */
  onEvent: (event: RdpServerEvent) => void = () => {};
  now = 0;
  channels = ['rdpdr', 'remdesk', 'encomsp'];

  readonly #security: RdpServerOptions['security'];

  constructor(options: Partial<RdpServerOptions> = {}) {
    this.#security = options.security;
    this.server = new RdpServer({ width: 640, height: 480, channels: ['remdesk', 'encomsp'], ...options }, 0, (event) => {
      if (event.type === 'send') this.sent.push(event.bytes.slice());
      else this.events.push('data' in event ? { ...event, data: event.data.slice() } : event);
      this.onEvent(event);
    });
  }

  get userId(): number {
    return 1004 + this.channels.length;
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  /** How it ended, if it did. */
  get ended(): { reason: DisconnectReason; error?: Error } | undefined {
    const last = this.events.at(-1);
    return last?.type === 'disconnected' ? last : undefined;
  }

  send(pdu: Uint8Array): void {
    this.server.receive(pdu, this.now);
  }

  request(requestedProtocols: number | undefined): void {
    const negotiation = requestedProtocols === undefined ? {} : { negotiation: { flags: 0, requestedProtocols } };
    this.send(bytes((w) => encodeConnectionRequest(w, { token: 'Cookie: mstshash=expert', ...negotiation })));
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

  connectInitial(core: Partial<ClientCore> = {}, more: Partial<ClientData> = {}): void {
    const data = {
      core: { ...CORE, ...core },
      security: { encryptionMethods: 0, extEncryptionMethods: 0 },
      channels: this.channels.map((name) => ({ name, options: name === 'remdesk' ? 0xc0a00000 : 0x80000000 })),
      ...more,
    };
    const userData = bytes((w) => encodeConferenceCreateRequest(w, (blocks) => encodeClientData(blocks, data)));
    this.x224((w) => encodeConnectInitial(w, { target: PARAMETERS, minimum: PARAMETERS, maximum: PARAMETERS, userData }));
  }

  domain(pdu: DomainPdu): void {
    this.x224((w) => encodeDomainPdu(w, pdu));
  }

  join(channelId: number): void {
    this.domain({ type: 'channel-join-request', initiator: this.userId, channelId });
  }

  data(channelId: number, write: Write): void {
    this.domain({ type: 'send-data-request', initiator: this.userId, channelId, data: bytes(write) });
  }

  clientInfo(): void {
    const texts = { domain: '', userName: 'expert', password: '*', alternateShell: '*', workingDir: 'SESSION' };
    this.data(IO, (w) => {
      w.u16(SecurityFlag.info).u16(0);
      encodeInfoPacket(w, { codePage: 0, flags: 0x10, ...texts, extra: new Uint8Array(20) });
    });
  }

  shareControl(type: number, write: Write): void {
    this.data(IO, (w) => {
      const start = beginShareControl(w, type, this.userId);
      write(w);
      endShareControl(w, start);
    });
  }

  shareData(type: number, write: Write): void {
    this.shareControl(ShareControlType.data, (w) => {
      const start = beginShareData(w, this.shareId, type);
      write(w);
      endShareData(w, start);
    });
  }

  /** Share id of the last Demand Active PDU: behind TPKT, X.224, MCS and Share Control headers of 4, 3, 8 and 6 bytes. */
  get shareId(): number {
    const demand = this.sent.findLast((pdu) => pdu.length > 25 && pdu[17] === 0x11);
    return demand === undefined ? 0 : new Reader(demand.subarray(21), 'test').u32('shareId');
  }

  confirmActive(capabilities: readonly CapabilitySet[] = CAPABILITIES): void {
    this.shareControl(ShareControlType.confirmActive, (w) => encodeConfirmActive(w, { shareId: this.shareId, capabilities }));
  }

  finalize(): void {
    this.shareData(ShareDataType.synchronize, (w) => encodeSynchronize(w, 1002));
    this.shareData(ShareDataType.control, (w) => encodeControl(w, { action: ControlAction.cooperate, grantId: 0, controlId: 0 }));
    this.shareData(ShareDataType.control, (w) => encodeControl(w, { action: ControlAction.request, grantId: 0, controlId: 0 }));
    this.shareData(ShareDataType.persistentKeyList, (w) => w.zeros(24));
    this.shareData(ShareDataType.fontList, encodeFontList);
  }

  /** Up to the security that the server was made for. */
  negotiated(): this {
    const tls = this.#security === undefined || this.#security === 'tls';
    this.request(tls ? 1 : 0);
    if (tls) this.server.tlsStarted(this.now);
    return this;
  }

  /** Up to the Client Info PDU, all channels joined. */
  known(core: Partial<ClientCore> = {}): this {
    this.negotiated();
    this.connectInitial(core);
    this.domain({ type: 'erect-domain-request' });
    this.domain({ type: 'attach-user-request' });
    for (const id of [this.userId, IO, ...this.channels.map((_, i) => 1004 + i)]) this.join(id);
    this.clientInfo();
    return this;
  }

  /** Active for the first time. */
  active(core: Partial<ClientCore> = {}, capabilities: readonly CapabilitySet[] = CAPABILITIES): this {
    this.known(core);
    this.server.accept();
    this.confirmActive(capabilities);
    this.finalize();
    return this;
  }
}

/** The sets that the test's client sends, changed in one kind. */
export function capabilities(change: Partial<CapabilitySet> & Pick<CapabilitySet, 'type'>): CapabilitySet[] {
  return CAPABILITIES.map((set) => (set.type === change.type ? ({ ...set, ...change } as CapabilitySet) : set));
}
