import { ProtocolError, Reader, Writer } from '@beside/bytes';
import { encodeExtendedInfo, encodeInfoPacket } from '../client-info.js';
import { RdpError } from '../errors.js';
import { decodeConferenceCreateResponse, encodeConferenceCreateRequest } from '../gcc/conference.js';
import { decodeServerData, encodeClientData, type ServerData } from '../gcc/data.js';
import { EncryptionLevel, EncryptionMethod } from '../gcc/security.js';
import {
  decodeLicenseError,
  encodeLicenseError,
  isValidClient,
  LicenseMessage,
  NO_LICENSE,
  openLicenseMessage,
} from '../license.js';
import { decodeConnectResponse, encodeConnectInitial } from '../mcs/connect.js';
import { type DomainPdu, McsResult } from '../mcs/domain.js';
import { encodeSecurityExchange, readServerKey, type ServerKey } from '../security/key-exchange.js';
import { SecurityFlag } from '../security/security-layer.js';
import { deriveSessionKeys, RANDOM_LENGTH } from '../security/session-keys.js';
import { StandardSecurity } from '../security/standard-security.js';
import { StaticChannels } from '../static-channels.js';
import type { Transmitter } from '../transmitter.js';
import { decodeConnectionConfirm, decodeX224Data, encodeConnectionRequest } from '../x224.js';
import { channelDefinitions, clientData, DOMAIN_PARAMETERS, infoPacket } from './client-data.js';
import { negotiated, requestedProtocols } from './negotiation.js';
import type { RdpClientOptions } from './options.js';

/** What is awaited until the server lets the client in, in this order ([MS-RDPBCGR] 1.3.1.1). `server-key`: this side's judgement. */
export type ConnectionPhase =
  | 'connection-confirm'
  | 'tls'
  | 'connect-response'
  | 'server-key'
  | 'attach-user'
  | 'channel-join'
  | 'licensing';

/**
 * The client's side from X.224 negotiation to licensing ([MS-RDPBCGR] 1.3.1.1, 3.2.5.3.1 to 3.2.5.3.12). Each phase takes one
 * kind of PDU and refuses every other.
 */
export class ConnectionSequence {
  readonly #transmitter: Transmitter;
  readonly #options: RdpClientOptions;
  readonly #channelMessageLength: number;
  #phase: ConnectionPhase = 'connection-confirm';
  #protection: 'tls' | 'standard' | 'external' = 'external';
  #channels: StaticChannels | undefined;
  #serverKey: ServerKey | undefined;
  /** Ids that were asked for and not answered yet. */
  readonly #joining = new Set<number>();
  #saidNoLicense = false;

  /** @param channelMessageLength longest message of a static channel, in bytes */
  constructor(transmitter: Transmitter, options: RdpClientOptions, channelMessageLength: number) {
    this.#transmitter = transmitter;
    this.#options = options;
    this.#channelMessageLength = channelMessageLength;
  }

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  /** MCS is up: what comes are domain PDUs. */
  get mcsUp(): boolean {
    return this.#channels !== undefined;
  }

  /** The static channels. Only once the Connect Response came. */
  get channels(): StaticChannels {
    if (this.#channels === undefined) throw new Error('the server has not said yet which channels there are');
    return this.#channels;
  }

  /** RSA_PUBLIC_KEY of the server, in the phase `server-key`. */
  get serverKey(): Uint8Array | undefined {
    return this.#serverKey?.blob;
  }

  /** A server that ends the connection now does so because this side has no licence. */
  get licenseMissing(): boolean {
    return this.#phase === 'licensing' && this.#saidNoLicense;
  }

  /** Sends the Connection Request. */
  start(): void {
    const negotiation = { flags: 0, requestedProtocols: requestedProtocols(this.#options.security) };
    this.#transmitter.raw((writer) => encodeConnectionRequest(writer, { negotiation }));
  }

  /** TLS stands on the stream. */
  tlsStarted(): void {
    if (this.#phase !== 'tls') throw new Error('TLS was not asked for');
    this.#connectInitial();
  }

  /**
   * Takes the server's next PDU before MCS is up, TPKT header included.
   *
   * @throws ProtocolError malformed, or not the PDU that this phase awaits
   * @throws RdpError the server refuses, or is nothing that this side can connect to
   */
  connect(pdu: Uint8Array): void {
    if (this.#phase === 'connection-confirm') this.#confirm(pdu);
    else if (this.#phase === 'connect-response') this.#connectResponse(decodeX224Data(pdu, 'mcs.connectResponse'));
    else throw new ProtocolError('rdp', `not expected in the phase ${this.#phase}`);
  }

  /** The server's key is the right one: goes on. */
  acceptServerKey(): void {
    if (this.#phase !== 'server-key') throw new Error('there is no key to accept');
    this.#attachUser();
  }

  /**
   * Takes the server's next PDU once MCS is up.
   *
   * @returns true when the server let the client in
   * @throws ProtocolError malformed, or not the PDU that this phase awaits
   * @throws RdpError the server refuses
   */
  domain(pdu: DomainPdu): boolean {
    if (this.#phase === 'attach-user' && pdu.type === 'attach-user-confirm') this.#joinChannels(pdu.result, pdu.initiator);
    else if (this.#phase === 'channel-join' && pdu.type === 'channel-join-confirm') this.#joined(pdu.result, pdu.requested);
    else if (this.#phase === 'licensing' && pdu.type === 'send-data-indication') {
      return this.#licensing(pdu.channelId, pdu.data);
    } else throw new ProtocolError(`mcs.${pdu.type}`, `not expected in the phase ${this.#phase}`);
    return false;
  }

  /** [MS-RDPBCGR] 3.2.5.3.2. */
  #confirm(pdu: Uint8Array): void {
    this.#protection = negotiated(this.#options.security, decodeConnectionConfirm(pdu));
    if (this.#protection === 'tls') this.#phase = 'tls';
    else this.#connectInitial();
  }

  /** [MS-RDPBCGR] 3.2.5.3.3. */
  #connectInitial(): void {
    const data = clientData(this.#options, this.#protection, channelDefinitions(this.#options.channels));
    const conference = new Writer(512);
    encodeConferenceCreateRequest(conference, (writer) => encodeClientData(writer, data));
    this.#transmitter.x224((writer) => encodeConnectInitial(writer, { ...DOMAIN_PARAMETERS, userData: conference.view() }));
    this.#phase = 'connect-response';
  }

  /** [MS-RDPBCGR] 3.2.5.3.4. */
  #connectResponse(reader: Reader): void {
    const { result, userData } = decodeConnectResponse(reader);
    if (result !== McsResult.successful) throw refused('the conference', result);
    // A copy: the server's key and random are used when the PDU is gone.
    const gcc = new Reader(userData.slice(), 'gcc');
    const data = decodeServerData(decodeConferenceCreateResponse(gcc));
    this.#checkServerData(data, gcc);
    const { ioChannelId, channelIds } = data.network;
    this.#transmitter.ioChannelId = ioChannelId;
    this.#channels = new StaticChannels(channelDefinitions(this.#options.channels), channelIds, this.#channelMessageLength);
    if (this.#protection === 'standard') {
      this.#serverKey = readServerKey(data.security, new Reader(userData, 'gcc.serverSecurity'));
      this.#phase = 'server-key';
    } else {
      this.#attachUser();
    }
  }

  #checkServerData({ core, network, security }: ServerData, gcc: Reader): void {
    const requested = requestedProtocols(this.#options.security);
    if (core.clientRequestedProtocols !== undefined && core.clientRequestedProtocols !== requested) {
      throw new RdpError(
        'selection-changed',
        'the other computer was asked for another security than this one asked for; the negotiation was tampered with',
      );
    }
    // Fewer, which [MS-RDPBCGR] 2.2.1.4.4 has not, are taken for the first of them, as FreeRDP does: such a server has a picture to
    // show, and whoever needs a channel asks `hasChannel` anyway.
    if (network.channelIds.length > this.#options.channels.length) {
      throw gcc.error('serverNetwork.channelCount', 'is more than the number of channels that were asked for');
    }
    if (this.#protection === 'standard') return;
    if (security.encryptionMethod !== EncryptionMethod.none || security.encryptionLevel !== EncryptionLevel.none) {
      throw gcc.error('serverSecurity.encryptionMethod', 'must be none where the connection is protected already');
    }
  }

  /** Erect Domain Request, which nobody answers, and Attach User Request ([MS-RDPBCGR] 3.2.5.3.5, 3.2.5.3.6). */
  #attachUser(): void {
    this.#transmitter.domain({ type: 'erect-domain-request' });
    this.#transmitter.domain({ type: 'attach-user-request' });
    this.#phase = 'attach-user';
  }

  /**
   * Asks for all channels at once, as clients since RDP 8.1 do; servers of every age answer one request after another
   * ([MS-RDPBCGR] 3.2.5.3.7, 3.2.5.3.8).
   */
  #joinChannels(result: number, userId: number): void {
    if (result !== McsResult.successful) throw refused('a user', result);
    this.#transmitter.userId = userId;
    for (const id of [userId, this.#transmitter.ioChannelId, ...this.channels.ids]) this.#joining.add(id);
    for (const channelId of this.#joining) {
      this.#transmitter.domain({ type: 'channel-join-request', initiator: userId, channelId });
    }
    this.#phase = 'channel-join';
  }

  /** A static channel that the server denies is one that it has not; without the two others there is no connection. */
  #joined(result: number, id: number): void {
    if (!this.#joining.delete(id))
      throw new ProtocolError('mcs.channelJoinConfirm.requested', 'is not a channel that was asked for');
    const { userId, ioChannelId } = this.#transmitter;
    if (result === McsResult.successful) this.channels.join(id);
    else if (id === userId || id === ioChannelId) throw refused(`channel ${id}`, result);
    if (this.#joining.size === 0) this.#sayWho();
  }

  /** Security Exchange, where keys are to be agreed, and Client Info ([MS-RDPBCGR] 3.2.5.3.10, 3.2.5.3.11). */
  #sayWho(): void {
    const { ioChannelId } = this.#transmitter;
    if (this.#serverKey !== undefined) this.#exchangeKeys(this.#serverKey);
    const extra = new Writer();
    encodeExtendedInfo(extra);
    const info = infoPacket(this.#options, extra.view());
    this.#transmitter.data(ioChannelId, SecurityFlag.info, (writer) => encodeInfoPacket(writer, info));
    this.#phase = 'licensing';
  }

  #exchangeKeys({ key, serverRandom }: ServerKey): void {
    const clientRandom = this.#options.random(RANDOM_LENGTH);
    this.#transmitter.data(this.#transmitter.ioChannelId, 0, (writer) => encodeSecurityExchange(writer, key, clientRandom));
    this.#transmitter.security = new StandardSecurity('client', deriveSessionKeys(clientRandom, serverRandom));
    this.#serverKey = undefined;
  }

  /**
   * A server that wants no licence says so at once ([MS-RDPBCGR] 3.2.5.3.12). One that asks is told, once, that there is none: some
   * ask everybody and go on all the same (xrdp).
   */
  #licensing(channelId: number, data: Uint8Array): boolean {
    if (channelId !== this.#transmitter.ioChannelId) {
      throw new ProtocolError('mcs.sendDataIndication.channelId', 'must be the I/O channel');
    }
    const { flags, body } = this.#transmitter.security.open(data, true, 'rdp.license');
    if ((flags & SecurityFlag.license) === 0) throw body.error('securityHeader.flags', 'must be SEC_LICENSE_PKT');
    const message = openLicenseMessage(body);
    if (message.type === LicenseMessage.error && isValidClient(decodeLicenseError(message.body))) return true;
    if (message.type !== LicenseMessage.request || this.#saidNoLicense) throw licenseRequired();
    this.#saidNoLicense = true;
    this.#transmitter.data(channelId, SecurityFlag.license, (writer) => encodeLicenseError(writer, NO_LICENSE));
    return false;
  }
}

/** What ends a connection to a server that insists on a licence. */
export function licenseRequired(): RdpError {
  return new RdpError(
    'license-required',
    'the other computer asks for a Remote Desktop licence, which Remote Assistance never needs',
  );
}

function refused(what: string, result: number): RdpError {
  return new RdpError('server-refused', `the other computer denied ${what} (MCS result ${result})`);
}
