import { ProtocolError } from '@beside/bytes';
import { decodeConfirmActive, encodeDeactivateAll, encodeDemandActive } from '../activation.js';
import { GeneralFlag } from '../capabilities/general.js';
import {
  ControlAction,
  decodeControl,
  decodeFontList,
  decodeSynchronize,
  encodeControl,
  encodeFontMap,
  encodeSynchronize,
} from '../finalization.js';
import { type ShareControlPdu, ShareControlType } from '../share-control.js';
import { type ShareDataPdu, ShareDataType } from '../share-data.js';
import type { Transmitter } from '../transmitter.js';
import { clientCapabilities } from './client-capabilities.js';
import type { ClientCapabilities } from './events.js';
import { serverCapabilities } from './server-capabilities.js';

/** What is awaited of the client after a Demand Active PDU, in this order ([MS-RDPBCGR] 1.3.1.1, 2.2.1.13 to 2.2.1.18). */
export type ActivationPhase = 'confirm-active' | 'synchronize' | 'cooperate' | 'request-control' | 'font-list' | 'active';

/** Share ids: a number that grows with each activation above the server's channel ([MS-RDPBCGR] 2.2.1.13.1.1). */
const SHARE_ID_BASE = 0x03ea;
/** controlId of the granted control: the server ([MS-RDPBCGR] 2.2.1.21). */
const SERVER_CONTROL_ID = 0x03ea;

/**
 * Capability exchange and finalization, at the beginning and again for each new size ([MS-RDPBCGR] 1.3.1.1, 1.3.1.3).
 */
export class ActivationSequence {
  readonly #transmitter: Transmitter;
  readonly #bitsPerPixel: ClientCapabilities['bitsPerPixel'];
  readonly #userId: number;
  #phase: ActivationPhase = 'confirm-active';
  #activations = 0;
  #client: ClientCapabilities | undefined;

  /** @param userId the client's MCS id, to which control is granted */
  constructor(transmitter: Transmitter, bitsPerPixel: ClientCapabilities['bitsPerPixel'], userId: number) {
    this.#transmitter = transmitter;
    this.#bitsPerPixel = bitsPerPixel;
    this.#userId = userId;
  }

  get phase(): ActivationPhase {
    return this.#phase;
  }

  /** True until the first activation is through; while a later one runs, the client may still be in the former. */
  get first(): boolean {
    return this.#activations === 1 && this.#phase !== 'active';
  }

  get shareId(): number {
    return (this.#activations << 16) | SHARE_ID_BASE;
  }

  /** Sends the Demand Active PDU for a desktop of this size, in pixels; before it Deactivate All if a share stands. */
  start(width: number, height: number): void {
    if (this.#activations > 0) {
      this.#transmitter.shareControl(ShareControlType.deactivateAll, (writer) => encodeDeactivateAll(writer, this.shareId));
    }
    this.#activations++;
    this.#phase = 'confirm-active';
    const saltedMacs = this.#transmitter.security.saltMacs !== undefined;
    const capabilities = serverCapabilities(width, height, this.#bitsPerPixel, saltedMacs);
    this.#transmitter.shareControl(ShareControlType.demandActive, (writer) =>
      encodeDemandActive(writer, { shareId: this.shareId, capabilities }),
    );
  }

  /**
   * Takes a Confirm Active PDU.
   *
   * @throws ProtocolError malformed, not awaited, or for another share
   * @throws RdpError the client cannot show what the server sends
   */
  confirm(pdu: ShareControlPdu): void {
    this.#expect('confirm-active', 'confirmActive');
    const { shareId, capabilities } = decodeConfirmActive(pdu.body);
    if (shareId !== this.shareId) throw pdu.body.error('shareId', 'is not that of the Demand Active PDU');
    this.#client = clientCapabilities(capabilities, this.#bitsPerPixel);
    const general = capabilities.find((set) => set.type === 'general');
    if (general !== undefined && (general.extraFlags & GeneralFlag.saltedChecksum) !== 0) this.#transmitter.security.saltMacs?.();
    this.#phase = 'synchronize';
  }

  /**
   * Takes a PDU of the finalization, if it is one, and answers it as [MS-RDPBCGR] 3.3.5.3.14 to 3.3.5.3.22 say.
   *
   * @returns `not-mine`: another kind of PDU; the client's capabilities when this was the last one awaited
   * @throws ProtocolError malformed, or out of order
   */
  finalize(pdu: ShareDataPdu): 'not-mine' | 'goes-on' | ClientCapabilities {
    switch (pdu.type) {
      case ShareDataType.synchronize:
        this.#expect('synchronize', 'synchronize');
        decodeSynchronize(pdu.body);
        this.#send(ShareDataType.synchronize, (writer) => encodeSynchronize(writer, this.#userId));
        this.#phase = 'cooperate';
        return 'goes-on';
      case ShareDataType.control:
        this.#control(pdu);
        return 'goes-on';
      case ShareDataType.persistentKeyList:
        // Bitmaps that a client kept from earlier sessions ([MS-RDPBCGR] 2.2.1.17): no cache was agreed, so they are of no use.
        this.#expect('font-list', 'persistentKeyList');
        return 'goes-on';
      case ShareDataType.fontList:
        this.#expect('font-list', 'fontList');
        decodeFontList(pdu.body);
        this.#send(ShareDataType.fontMap, encodeFontMap);
        this.#phase = 'active';
        return this.#client!;
      default:
        return 'not-mine';
    }
  }

  #control(pdu: ShareDataPdu): void {
    const { action } = decodeControl(pdu.body);
    if (action === ControlAction.cooperate) {
      this.#expect('cooperate', 'control');
      this.#send(ShareDataType.control, (writer) => encodeControl(writer, { action, grantId: 0, controlId: 0 }));
      this.#phase = 'request-control';
    } else if (action === ControlAction.request) {
      this.#expect('request-control', 'control');
      const granted = { action: ControlAction.granted, grantId: this.#userId, controlId: SERVER_CONTROL_ID };
      this.#send(ShareDataType.control, (writer) => encodeControl(writer, granted));
      this.#phase = 'font-list';
    } else {
      throw pdu.body.error('action', 'is not one that a client sends');
    }
  }

  #send(type: number, write: Parameters<Transmitter['shareData']>[2]): void {
    this.#transmitter.shareData(this.shareId, type, write);
  }

  #expect(phase: ActivationPhase, field: string): void {
    if (this.#phase !== phase) throw new ProtocolError(`rdp.${field}`, `not expected in the phase ${this.#phase}`);
  }
}
