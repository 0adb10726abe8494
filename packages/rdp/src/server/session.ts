import { ProtocolError } from '@beside/bytes';
import { ChannelFlag, channelChunks, encodeChannelChunk } from '../channels.js';
import { decodeFastPathInput } from '../fast-path-input.js';
import { IO_CHANNEL_ID } from '../ids.js';
import type { InputEvent } from '../input.js';
import { encodeMonitorLayout, MOST_MONITORS, type Monitor } from '../monitor-layout.js';
import { PictureOutput } from '../output/picture-output.js';
import { decodeFrameAcknowledge, decodeRefreshRect, decodeSuppressOutput, encodeSetErrorInfo } from '../output-control.js';
import type { Area } from '../picture.js';
import { decodeShareControl, type ShareControlPdu, ShareControlType } from '../share-control.js';
import { decodeShareData, type ShareDataPdu, ShareDataType } from '../share-data.js';
import { decodeSlowPathInput } from '../slow-path-input.js';
import type { Transmitter } from '../transmitter.js';
import { type ActivationPhase, ActivationSequence } from './activation-sequence.js';
import { chooseColorDepth } from './client-capabilities.js';
import type { ConnectionSequence } from './connection-sequence.js';
import type { ClientCapabilities, RdpServerEvent } from './events.js';

/** The events of a session: those between `accept()` and the end. */
export type SessionEvent = Extract<
  RdpServerEvent,
  { type: 'active' | 'inactive' | 'channel' | 'input' | 'suppress-output' | 'refresh' | 'frame-acknowledged' }
>;

/** Of the desktop, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface SessionOptions {
  readonly size: Size;
  readonly monitors: readonly Monitor[];
  /** Static channels whose messages are wanted. */
  readonly wanted: ReadonlySet<string>;
  /** The client, as it connected. */
  readonly connection: ConnectionSequence;
}

/**
 * A connection from licensing on: activations, and what flows once the first one is through ([MS-RDPBCGR] 1.3.1.1 to 1.3.8).
 */
export class Session {
  readonly #transmitter: Transmitter;
  readonly #emit: (event: SessionEvent) => void;
  readonly #connection: ConnectionSequence;
  readonly #wanted: ReadonlySet<string>;
  readonly #activation: ActivationSequence;
  #size: Size;
  #monitors: readonly Monitor[];
  /** The size that is to follow the activation which is under way. */
  #nextSize: Size | undefined;
  #client: ClientCapabilities | undefined;
  #output: PictureOutput | undefined;

  /** @throws RdpError the client cannot show what the server sends */
  constructor(options: SessionOptions, transmitter: Transmitter, emit: (event: SessionEvent) => void) {
    this.#size = options.size;
    this.#monitors = options.monitors;
    this.#wanted = options.wanted;
    this.#connection = options.connection;
    this.#transmitter = transmitter;
    this.#emit = emit;
    this.#activation = new ActivationSequence(transmitter, chooseColorDepth(this.#connection.core), this.#connection.userId);
  }

  /** Begins the first activation. */
  start(): void {
    this.#activation.start(this.#size.width, this.#size.height);
  }

  get phase(): ActivationPhase {
    return this.#activation.phase;
  }

  /** Pictures and pointers; undefined while the connection is not active. */
  get output(): PictureOutput | undefined {
    return this.#output;
  }

  /** Data that came on an MCS channel. Returns `shutdown` when the client wants to end. @throws ProtocolError */
  data(channelId: number, data: Uint8Array): 'shutdown' | undefined {
    if (channelId !== IO_CHANNEL_ID) {
      this.#channel(channelId, data);
      return undefined;
    }
    const { body } = this.#transmitter.security.open(data, false, 'rdp');
    while (body.remaining > 0) {
      const pdu = decodeShareControl(body);
      if (pdu !== undefined && this.#shareControl(pdu) === 'shutdown') return 'shutdown';
    }
    return undefined;
  }

  /** A fast-path input PDU. @throws ProtocolError */
  fastPathInput(pdu: Uint8Array): void {
    decodeFastPathInput(this.#transmitter.security.openFastPath(pdu, 'fastPathInput'), this.#input);
  }

  /** See `RdpServer.sendChannel`. */
  sendChannel(name: string, data: Uint8Array): boolean {
    const channel = this.#connection.channels.named(name);
    if (this.#activation.first || channel === undefined) return false;
    for (const chunk of channelChunks(data, channel.showProtocol ? ChannelFlag.showProtocol : 0)) {
      this.#transmitter.data(channel.id, 0, (writer) => encodeChannelChunk(writer, chunk));
    }
    return true;
  }

  /** See `RdpServer.resize`. */
  resize(size: Size): boolean {
    if (this.#client?.desktopResize === false) return false;
    if (this.phase === 'active') this.#reactivate(size);
    else this.#nextSize = size;
    return true;
  }

  /** See `RdpServer.monitors`. */
  monitors(monitors: readonly Monitor[]): void {
    this.#monitors = monitors;
    if (this.phase === 'active') this.#tellMonitors();
  }

  /** Tells why the connection ends, where the client understands it ([MS-RDPBCGR] 2.2.5.1). */
  sendErrorInfo(errorInfo: number): void {
    if (!this.#connection.supportsErrorInfo) return;
    const { shareId } = this.#activation;
    this.#transmitter.shareData(shareId, ShareDataType.setErrorInfo, (writer) => encodeSetErrorInfo(writer, errorInfo));
  }

  readonly #input = (input: InputEvent): void => {
    this.#emit({ type: 'input', input });
  };

  #shareControl(pdu: ShareControlPdu): 'shutdown' | undefined {
    if (pdu.type === ShareControlType.confirmActive) this.#activation.confirm(pdu);
    else if (pdu.type === ShareControlType.data) return this.#shareData(decodeShareData(pdu.body));
    else throw pdu.body.error('pduType', 'is not one that a client sends');
    return undefined;
  }

  #shareData(pdu: ShareDataPdu): 'shutdown' | undefined {
    if (pdu.type === ShareDataType.shutdownRequest) return 'shutdown';
    const finalized = this.#activation.finalize(pdu);
    if (finalized === 'goes-on') return undefined;
    if (finalized !== 'not-mine') {
      this.#activated(finalized);
      return undefined;
    }
    if (this.#activation.first) {
      throw new ProtocolError(pdu.body.path, `not expected in the phase ${this.phase}`);
    }
    // While a later activation runs, what the client sent before it learnt of it still arrives, and counts.
    switch (pdu.type) {
      case ShareDataType.input:
        decodeSlowPathInput(pdu.body, this.#input);
        break;
      case ShareDataType.refreshRect:
        this.#refresh(decodeRefreshRect(pdu.body));
        break;
      case ShareDataType.suppressOutput:
        this.#emit({ type: 'suppress-output', suppressed: decodeSuppressOutput(pdu.body) });
        break;
      case ShareDataType.frameAcknowledge:
        this.#frameAcknowledged(decodeFrameAcknowledge(pdu.body));
        break;
      default:
      // Later versions have more kinds; none needs an answer.
    }
    return undefined;
  }

  #activated(client: ClientCapabilities): void {
    this.#client = client;
    const { fastPathOverhead } = this.#transmitter.security;
    this.#output = new PictureOutput(client, fastPathOverhead, (pdu) => this.#transmitter.whole(pdu));
    this.#output.defaultPointer();
    this.#tellMonitors();
    this.#emit({ type: 'active', client, ...this.#size });
    // The handler may have asked for a new size itself; then another activation is under way.
    if (this.#nextSize !== undefined && this.phase === 'active') this.resize(this.#nextSize);
  }

  #tellMonitors(): void {
    if (this.#monitors.length === 0 || !this.#connection.supportsMonitorLayout) return;
    const { shareId } = this.#activation;
    const monitors = this.#monitors.slice(0, MOST_MONITORS);
    this.#transmitter.shareData(shareId, ShareDataType.monitorLayout, (writer) => encodeMonitorLayout(writer, monitors));
  }

  #reactivate(size: Size): void {
    this.#nextSize = undefined;
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.#output = undefined;
    this.#activation.start(size.width, size.height);
    this.#emit({ type: 'inactive' });
  }

  /** The client's areas, cut at the desktop's edges. */
  #refresh(areas: readonly Area[]): void {
    const { width, height } = this.#size;
    const inside = areas
      .filter((area) => area.x < width && area.y < height)
      .map(({ x, y, width: w, height: h }) => ({ x, y, width: Math.min(w, width - x), height: Math.min(h, height - y) }));
    if (inside.length > 0) this.#emit({ type: 'refresh', areas: inside });
  }

  /** Acknowledgements of frames before the last activation, or of frames that never were, mean nothing. */
  #frameAcknowledged(id: number): void {
    const frameId = this.#output?.frameAcknowledged(id);
    if (frameId !== undefined) this.#emit({ type: 'frame-acknowledged', frameId });
  }

  #channel(channelId: number, data: Uint8Array): void {
    const channel = this.#connection.channels.withId(channelId);
    if (channel === undefined)
      throw new ProtocolError('mcs.sendDataRequest.channelId', 'is not a channel that the client joined');
    if (this.#activation.first) throw new ProtocolError('rdp.channel', `not expected in the phase ${this.phase}`);
    // opened even if it is not wanted: a layer that encrypts counts every PDU
    const { body } = this.#transmitter.security.open(data, false, 'rdp.channel');
    if (!this.#wanted.has(channel.name)) return;
    const message = channel.reassembler.add(body);
    if (message !== undefined) this.#emit({ type: 'channel', name: channel.name, data: message });
  }
}
