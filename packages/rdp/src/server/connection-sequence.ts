import { ProtocolError, Reader, Writer } from '@beside/bytes';
import { decodeInfoPacket } from '../client-info.js';
import { RdpError } from '../errors.js';
import { decodeConferenceCreateRequest, encodeConferenceCreateResponse } from '../gcc/conference.js';
import { type ClientCore, EarlyCapability } from '../gcc/core.js';
import { type ClientData, decodeClientData, encodeServerData } from '../gcc/data.js';
import { EncryptionLevel, EncryptionMethod, type ServerSecurity } from '../gcc/security.js';
import { FIRST_STATIC_CHANNEL_ID, IO_CHANNEL_ID } from '../ids.js';
import { type DomainParameters, decodeConnectInitial, encodeConnectResponse } from '../mcs/connect.js';
import { type DomainPdu, McsResult } from '../mcs/domain.js';
import { SecurityFlag } from '../security/security-layer.js';
import { StaticChannels } from '../static-channels.js';
import type { Transmitter } from '../transmitter.js';
import { decodeConnectionRequest, decodeX224Data, encodeConnectionConfirm, SecurityProtocol } from '../x224.js';
import type { ClientInfo } from './events.js';
import { ServerKeyExchange } from './key-exchange.js';
import { SPARE_CHANNEL_JOINS } from './limits.js';
import { negotiate, type RdpServerSecurity } from './negotiation.js';

/** Phases from the first byte to the Client Info PDU, in their order ([MS-RDPBCGR] 1.3.1.1). */
export type ConnectionPhase =
  | 'connection-request'
  | 'tls'
  | 'connect-initial'
  | 'erect-domain'
  | 'attach-user'
  /** The Security Exchange PDU is awaited as well where keys have to be agreed, the Client Info PDU where not. */
  | 'channel-join'
  | 'client-info';

/** RDP version 5.0 to 8.1 ([MS-RDPBCGR] 2.2.1.4.2); later ones are for optional features of theirs. */
const SERVER_VERSION = 0x00080004;
/** What clients ask for and servers grant ([MS-RDPBCGR] 4.1.4). */
const DOMAIN_PARAMETERS: DomainParameters = {
  maxChannelIds: 34,
  maxUserIds: 3,
  maxTokenIds: 0,
  numPriorities: 1,
  minThroughput: 0,
  maxHeight: 1,
  maxMcsPduSize: 65528,
  protocolVersion: 2,
};
const NOTHING = new Uint8Array(0);
const NO_SECURITY: ServerSecurity = {
  encryptionMethod: EncryptionMethod.none,
  encryptionLevel: EncryptionLevel.none,
  serverRandom: NOTHING,
  serverCertificate: NOTHING,
};

/**
 * The server's side from X.224 negotiation to the Client Info PDU ([MS-RDPBCGR] 1.3.1.1, 3.3.5.3.1 to 3.3.5.3.11). Each phase
 * takes one kind of PDU and refuses every other.
 */
export class ConnectionSequence {
  readonly #transmitter: Transmitter;
  readonly #security: RdpServerSecurity;
  readonly #channelMessageLength: number;
  #phase: ConnectionPhase = 'connection-request';
  #requestedProtocols: number = SecurityProtocol.rdp;
  #selectedProtocol: number = SecurityProtocol.rdp;
  #core: ClientCore | undefined;
  #channels: StaticChannels | undefined;
  #joinsLeft = 0;
  /** Keys have to be agreed for this. */
  #keyExchange: ServerKeyExchange | undefined;

  /** @param channelMessageLength longest message of a static channel, in bytes */
  constructor(transmitter: Transmitter, security: RdpServerSecurity, channelMessageLength: number) {
    this.#transmitter = transmitter;
    this.#security = security;
    this.#channelMessageLength = channelMessageLength;
  }

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  /** What the client said of itself. Only once the Connect Initial came. */
  get core(): ClientCore {
    if (this.#core === undefined) throw new Error('the client has not said yet what it is');
    return this.#core;
  }

  /** The static channels. Only once the Connect Initial came. */
  get channels(): StaticChannels {
    if (this.#channels === undefined) throw new Error('the client has not said yet which channels it wants');
    return this.#channels;
  }

  /** The client understands Set Error Info ([MS-RDPBCGR] 2.2.1.3.2). */
  get supportsErrorInfo(): boolean {
    return this.#core !== undefined && (this.#core.earlyCapabilityFlags & EarlyCapability.supportErrorInfo) !== 0;
  }

  /** The client takes the Monitor Layout PDU ([MS-RDPBCGR] 2.2.1.3.2). */
  get supportsMonitorLayout(): boolean {
    return this.#core !== undefined && (this.#core.earlyCapabilityFlags & EarlyCapability.supportMonitorLayout) !== 0;
  }

  /** MCS is up: what comes are domain PDUs. */
  get mcsUp(): boolean {
    return this.#channels !== undefined;
  }

  /** TLS stands on the stream. */
  tlsStarted(): void {
    if (this.#phase !== 'tls') throw new Error('TLS was not asked for');
    this.#phase = 'connect-initial';
  }

  /**
   * Takes the client's next PDU before MCS is up, TPKT header included.
   *
   * @throws ProtocolError malformed, or not the PDU that this phase awaits
   * @throws RdpError the client wants what is not offered; a refusal was sent where the protocol has one
   */
  connect(pdu: Uint8Array): void {
    if (this.#phase === 'connection-request') this.#negotiate(pdu);
    else if (this.#phase === 'connect-initial') this.#connectInitial(decodeX224Data(pdu, 'mcs.connectInitial'));
    else throw new ProtocolError('rdp', `not expected in the phase ${this.#phase}`);
  }

  /**
   * The same once MCS is up.
   *
   * @returns who the client is, when this was the last PDU of the sequence
   * @throws ProtocolError
   */
  domain(pdu: DomainPdu): ClientInfo | undefined {
    const expected =
      (this.#phase === 'erect-domain' && pdu.type === 'erect-domain-request') ||
      (this.#phase === 'attach-user' && pdu.type === 'attach-user-request') ||
      (this.#phase === 'channel-join' && (pdu.type === 'channel-join-request' || pdu.type === 'send-data-request')) ||
      (this.#phase === 'client-info' && pdu.type === 'send-data-request');
    if (!expected) throw new ProtocolError(`mcs.${pdu.type}`, `not expected in the phase ${this.#phase}`);
    if (pdu.type === 'erect-domain-request') this.#phase = 'attach-user';
    else if (pdu.type === 'attach-user-request') this.#attachUser();
    else if (pdu.type === 'channel-join-request') this.#join(pdu.initiator, pdu.channelId);
    else if (pdu.type === 'send-data-request') return this.#data(pdu.channelId, pdu.data);
    return undefined;
  }

  /** [MS-RDPBCGR] 3.3.5.3.1, 3.3.5.3.2. */
  #negotiate(pdu: Uint8Array): void {
    const request = decodeConnectionRequest(pdu);
    const { confirm, outcome } = negotiate(this.#security, request);
    if (confirm !== undefined) this.#transmitter.raw((writer) => encodeConnectionConfirm(writer, confirm));
    if (outcome instanceof RdpError) throw outcome;
    this.#requestedProtocols = request.negotiation?.requestedProtocols ?? SecurityProtocol.rdp;
    this.#selectedProtocol = outcome === 'tls' ? SecurityProtocol.ssl : SecurityProtocol.rdp;
    if (typeof outcome === 'object') this.#keyExchange = new ServerKeyExchange(outcome);
    this.#phase = outcome === 'tls' ? 'tls' : 'connect-initial';
  }

  /** [MS-RDPBCGR] 3.3.5.3.3, 3.3.5.3.4. */
  #connectInitial(reader: Reader): void {
    const { userData } = decodeConnectInitial(reader);
    const data = decodeClientData(decodeConferenceCreateRequest(new Reader(userData, 'gcc')));
    const selected = data.core.serverSelectedProtocol;
    if (selected !== undefined && selected !== this.#selectedProtocol) {
      throw new RdpError(
        'selection-changed',
        'the client believes that another security protocol was selected; the negotiation was tampered with',
      );
    }
    this.#keyExchange?.checkClient(data.security);
    this.#core = data.core;
    this.#channels = new StaticChannels(data.channels, channelIds(data), this.#channelMessageLength);
    this.#joinsLeft = data.channels.length + 2 + SPARE_CHANNEL_JOINS;
    const conference = new Writer();
    encodeConferenceCreateResponse(conference, (writer) => this.#writeServerData(writer, data));
    this.#transmitter.x224((writer) =>
      encodeConnectResponse(writer, { result: McsResult.successful, parameters: DOMAIN_PARAMETERS, userData: conference.view() }),
    );
    this.#phase = 'erect-domain';
  }

  #writeServerData(writer: Writer, data: ClientData): void {
    encodeServerData(writer, {
      core: { version: SERVER_VERSION, clientRequestedProtocols: this.#requestedProtocols },
      network: { ioChannelId: IO_CHANNEL_ID, channelIds: channelIds(data) },
      security: this.#keyExchange?.serverSecurity ?? NO_SECURITY,
    });
  }

  /** MCS id of the client. Only once the Connect Initial came. */
  get userId(): number {
    return FIRST_STATIC_CHANNEL_ID + this.channels.count;
  }

  #attachUser(): void {
    this.#transmitter.domain({ type: 'attach-user-confirm', result: McsResult.successful, initiator: this.userId });
    this.#phase = 'channel-join';
  }

  /** Confirms announced channels, refuses others, and ends a flood of either ([MS-RDPBCGR] 3.3.5.3.8, 3.3.5.3.9). */
  #join(initiator: number, channelId: number): void {
    if (initiator !== this.userId)
      throw new ProtocolError('mcs.channelJoinRequest.initiator', 'is not the id given to the client');
    if (this.#joinsLeft-- <= 0) throw new ProtocolError('mcs.channelJoinRequest', 'more channels were joined than announced');
    const announced = channelId === this.userId || channelId === IO_CHANNEL_ID || this.channels.join(channelId);
    const confirm = { type: 'channel-join-confirm', initiator, requested: channelId } as const;
    this.#transmitter.domain(
      announced ? { ...confirm, result: McsResult.successful, channelId } : { ...confirm, result: McsResult.noSuchChannel },
    );
  }

  #data(channelId: number, data: Uint8Array): ClientInfo | undefined {
    if (channelId !== IO_CHANNEL_ID) throw new ProtocolError('mcs.sendDataRequest.channelId', 'must be the I/O channel');
    if (this.#phase === 'client-info' || this.#keyExchange === undefined) return this.#clientInfo(data);
    this.#transmitter.security = this.#keyExchange.finish(new Reader(data, 'rdp.securityExchange'));
    this.#phase = 'client-info';
    return undefined;
  }

  /** [MS-RDPBCGR] 3.3.5.3.11. */
  #clientInfo(data: Uint8Array): ClientInfo {
    const { flags, body } = this.#transmitter.security.open(data, true, 'rdp.clientInfo');
    if ((flags & SecurityFlag.info) === 0) throw body.error('basicSecurityHeader.flags', 'must be SEC_INFO_PKT');
    const { userName, domain, alternateShell, workingDir } = decodeInfoPacket(body);
    const { clientName, version, clientBuild } = this.core;
    return { userName, domain, alternateShell, workingDir, computerName: clientName, version, build: clientBuild };
  }
}

/** Ids of the static channels, in the client's order. */
function channelIds({ channels }: ClientData): number[] {
  return channels.map((_, i) => FIRST_STATIC_CHANNEL_ID + i);
}
