import { ProtocolError, Writer } from '@beside/bytes';
import { ChannelFlag, channelChunks, encodeChannelChunk } from '../channels.js';
import { RdpError } from '../errors.js';
import { encodeFastPathInput } from '../fast-path-input.js';
import type { InputEvent } from '../input.js';
import { decodeMonitorLayout, type Monitor } from '../monitor-layout.js';
import { decodeSetErrorInfo, encodeFrameAcknowledge, encodeRefreshRect, encodeSuppressOutput } from '../output-control.js';
import type { Area } from '../picture.js';
import { decodeShareControl, type ShareControlPdu, ShareControlType } from '../share-control.js';
import { decodeShareData, type ShareDataPdu, ShareDataType } from '../share-data.js';
import { encodeSlowPathInput } from '../slow-path-input.js';
import type { Transmitter } from '../transmitter.js';
import { type ActivationPhase, ActivationSequence } from './activation-sequence.js';
import type { ConnectionSequence } from './connection-sequence.js';
import type { RdpClientEvent, RdpOutputEvent } from './events.js';
import { OutputReader } from './output/output-reader.js';
import type { Demanded } from './server-capabilities.js';

/** The events of a session: those between licensing and the end. */
export type SessionEvent =
  | RdpOutputEvent
  | Extract<RdpClientEvent, { type: 'active' | 'inactive' | 'monitors' | 'channel' | 'error-info' }>;

/** Most areas that one Refresh Rect PDU counts ([MS-RDPBCGR] 2.2.11.2.1). */
const AREAS_PER_PDU = 255;

/**
 * A connection from licensing on: activations, and what flows once the first one is through ([MS-RDPBCGR] 1.3.1.1 to 1.3.8).
 */
export class Session {
  readonly #transmitter: Transmitter;
  readonly #emit: (event: SessionEvent) => void;
  readonly #connection: ConnectionSequence;
  readonly #activation: ActivationSequence;
  readonly #input = new Writer(64);
  /** What the last activation came to; undefined before the first has output or is through. */
  #demanded: Demanded | undefined;
  /** Undefined while the connection is not active. */
  #output: OutputReader | undefined;
  /** What the share has told of its monitors before its desktop began. */
  #monitors: readonly Monitor[] | undefined;
  /** The pictures are not wanted, and the server was told so. */
  #suppressed = { wanted: false, told: false };

  constructor(connection: ConnectionSequence, transmitter: Transmitter, emit: (event: SessionEvent) => void) {
    this.#connection = connection;
    this.#transmitter = transmitter;
    this.#emit = emit;
    this.#activation = new ActivationSequence(transmitter);
  }

  get phase(): ActivationPhase {
    return this.#activation.phase;
  }

  /**
   * Data that came on an MCS channel.
   *
   * @throws ProtocolError
   * @throws RdpError what the server wants cannot be
   */
  data(channelId: number, data: Uint8Array): void {
    if (channelId !== this.#transmitter.ioChannelId) {
      this.#channel(channelId, data);
      return;
    }
    const { body } = this.#transmitter.security.open(data, false, 'rdp');
    while (body.remaining > 0) {
      const pdu = decodeShareControl(body);
      if (pdu !== undefined) this.#shareControl(pdu);
    }
  }

  /** A fast-path output PDU. One that comes while nothing is active belongs to no share, and is opened and dropped. @throws ProtocolError */
  fastPathOutput(pdu: Uint8Array): void {
    const { body } = this.#transmitter.security.openFastPath(pdu, 'fastPathOutput');
    this.#reader()?.fastPath(body);
  }

  /** See `RdpClient.sendInput`. */
  sendInput(event: InputEvent): boolean {
    if (this.#demanded === undefined || this.phase !== 'active' || !takes(this.#demanded, event)) return false;
    const input = onDesktop(event, this.#demanded);
    if (this.#demanded.server.fastPathInput) {
      const writer = this.#input.reset();
      encodeFastPathInput(writer, [input], this.#transmitter.security.fastPathOverhead);
      this.#transmitter.whole(writer.view());
    } else {
      this.#activation.send(ShareDataType.input, (writer) => encodeSlowPathInput(writer, [input]));
    }
    return true;
  }

  /** See `RdpClient.sendChannel`. */
  sendChannel(name: string, data: Uint8Array): boolean {
    const channel = this.#connection.channels.named(name);
    if (this.#demanded === undefined || channel === undefined) return false;
    for (const chunk of channelChunks(data, channel.showProtocol ? ChannelFlag.showProtocol : 0)) {
      this.#transmitter.data(channel.id, 0, (writer) => encodeChannelChunk(writer, chunk));
    }
    return true;
  }

  /** See `RdpClient.acknowledgeFrame`. */
  acknowledgeFrame(frameId: number): void {
    if (this.#output === undefined) return;
    this.#activation.send(ShareDataType.frameAcknowledge, (writer) => encodeFrameAcknowledge(writer, frameId));
  }

  /** See `RdpClient.suppressOutput`. */
  suppressOutput(suppressed: boolean): void {
    this.#suppressed.wanted = suppressed;
    if (this.phase === 'active') this.#tellSuppressed();
  }

  /** See `RdpClient.refresh`. */
  refresh(areas: readonly Area[]): void {
    if (this.phase !== 'active' || this.#demanded?.server.refreshRect !== true) return;
    const { width, height } = this.#demanded;
    const inside = areas
      .map((area) => cut(area, width, height))
      .filter((area) => area.width > 0 && area.height > 0)
      .map(withEdges);
    for (let at = 0; at < inside.length; at += AREAS_PER_PDU) {
      const some = inside.slice(at, at + AREAS_PER_PDU);
      this.#activation.send(ShareDataType.refreshRect, (writer) => encodeRefreshRect(writer, some));
    }
  }

  #shareControl(pdu: ShareControlPdu): void {
    switch (pdu.type) {
      case ShareControlType.demandActive:
        this.#activation.demand(pdu);
        break;
      case ShareControlType.deactivateAll:
        this.#deactivate();
        break;
      case ShareControlType.data:
        this.#shareData(decodeShareData(pdu.body));
        break;
      case ShareControlType.serverRedirection:
        throw new RdpError(
          'redirected',
          'the other computer sends this one on to another; Remote Assistance knows nothing of it',
        );
      default:
        throw pdu.body.error('pduType', 'is not one that a server sends');
    }
  }

  #shareData(pdu: ShareDataPdu): void {
    const finalized = this.#activation.finalize(pdu);
    if (finalized === 'goes-on') return;
    if (finalized === 'finalized') {
      this.#reader();
      // The handler may have ended the connection; then what is sent goes nowhere.
      this.#tellSuppressed();
      return;
    }
    switch (pdu.type) {
      case ShareDataType.update:
        this.#reader()?.slowPath(pdu.body);
        break;
      case ShareDataType.pointer:
        this.#reader()?.slowPathPointer(pdu.body);
        break;
      case ShareDataType.setErrorInfo:
        this.#emit({ type: 'error-info', code: decodeSetErrorInfo(pdu.body) });
        break;
      case ShareDataType.monitorLayout:
        this.#monitorLayout(decodeMonitorLayout(pdu.body));
        break;
      default:
      // Who logged on, which keys have lights, a sound, a shutdown that is denied though nobody asked:
      // nothing that a picture or an answer depends on.
    }
  }

  /**
   * The reader of the share's output, with which the desktop begins; undefined while there is no share.
   *
   * Output is taken from the Confirm Active PDU on: it tells all that a server needs for drawing, and xrdp 0.9 draws before the
   * Font Map PDU when it changes the size.
   */
  #reader(): OutputReader | undefined {
    const { demanded } = this.#activation;
    if (this.#output === undefined && demanded !== undefined) {
      this.#demanded = demanded;
      this.#output = new OutputReader(demanded, this.#emit);
      const { server, width, height } = demanded;
      this.#emit({ type: 'active', server, width, height });
      if (this.#monitors !== undefined) this.#emit({ type: 'monitors', monitors: this.#monitors });
    }
    return this.#output;
  }

  /**
   * Servers tell it from the Demand Active PDU on ([MS-RDPBCGR] 1.3.1.1), which is before there is a desktop here. One that belongs
   * to no share is dropped.
   */
  #monitorLayout(layout: readonly Monitor[]): void {
    const { demanded } = this.#activation;
    if (demanded === undefined) return;
    const monitors = layout
      .map(({ primary, ...area }) => ({ ...cut(area, demanded.width, demanded.height), primary }))
      .filter(({ width, height }) => width > 0 && height > 0);
    if (this.#output === undefined) this.#monitors = monitors;
    else this.#emit({ type: 'monitors', monitors });
  }

  /** Windows XP sends the PDU without its body, so nothing is read of it ([MS-RDPBCGR] 2.2.3.1). */
  #deactivate(): void {
    const wasActive = this.#output !== undefined;
    this.#activation.deactivate();
    this.#output = undefined;
    this.#monitors = undefined;
    if (wasActive) this.#emit({ type: 'inactive' });
  }

  /** Tells the server what it has not been told; a reactivation leaves it as it was. */
  #tellSuppressed(): void {
    if (this.#suppressed.wanted === this.#suppressed.told || this.#demanded?.server.suppressOutput !== true) return;
    this.#suppressed.told = this.#suppressed.wanted;
    const { width, height } = this.#demanded;
    const desktop = this.#suppressed.wanted ? undefined : withEdges({ x: 0, y: 0, width, height });
    this.#activation.send(ShareDataType.suppressOutput, (writer) => encodeSuppressOutput(writer, desktop));
  }

  #channel(channelId: number, data: Uint8Array): void {
    const channel = this.#connection.channels.withId(channelId);
    if (channel === undefined) throw new ProtocolError('mcs.sendDataIndication.channelId', 'is not a channel that was joined');
    const { body } = this.#transmitter.security.open(data, false, 'rdp.channel');
    const message = channel.reassembler.add(body);
    if (message !== undefined) this.#emit({ type: 'channel', name: channel.name, data: message });
  }
}

/** The server said that it knows this kind of input ([MS-RDPBCGR] 2.2.7.1.6). */
function takes({ server }: Demanded, event: InputEvent): boolean {
  if (event.type === 'unicode') return server.unicodeInput;
  if (event.type === 'wheel') return event.axis === 'vertical' || server.horizontalWheel;
  return event.type !== 'button' || (event.button !== 'back' && event.button !== 'forward') || server.extendedMouse;
}

/** A place outside of the desktop is moved to its edge: the wire's numbers have no sign. */
function onDesktop(event: InputEvent, { width, height }: Demanded): InputEvent {
  if (event.type !== 'pointer' && event.type !== 'button') return event;
  const x = Math.max(0, Math.min(width - 1, Math.round(event.x)));
  const y = Math.max(0, Math.min(height - 1, Math.round(event.y)));
  return { ...event, x, y };
}

function cut({ x, y, width, height }: Area, desktopWidth: number, desktopHeight: number): Area {
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(desktopWidth, Math.ceil(x + width));
  const bottom = Math.min(desktopHeight, Math.ceil(y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * An area with a column and a row more, as a server is asked for it: right and bottom belong to a rectangle ([MS-RDPBCGR] 2.2.11.1), but
 * FreeRDP's server takes them for the first that do not, and would never send the desktop's last ones. Who asks by FreeRDP's library
 * asks every server in that way.
 */
function withEdges(area: Area): Area {
  return { ...area, width: area.width + 1, height: area.height + 1 };
}
