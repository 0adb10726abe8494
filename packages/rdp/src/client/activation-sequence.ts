import { ProtocolError } from '@beside/bytes';
import { decodeDemandActive, encodeConfirmActive } from '../activation.js';
import {
  ControlAction,
  decodeControl,
  decodeFontMap,
  decodeSynchronize,
  encodeControl,
  encodeFontList,
  encodeSynchronize,
} from '../finalization.js';
import { SERVER_USER_ID } from '../ids.js';
import type { ShareControlPdu } from '../share-control.js';
import { ShareControlType } from '../share-control.js';
import { type ShareDataPdu, ShareDataType } from '../share-data.js';
import type { Transmitter } from '../transmitter.js';
import { clientCapabilities } from './client-capabilities.js';
import { type Demanded, serverCapabilities } from './server-capabilities.js';

/** What is awaited of the server from licensing on ([MS-RDPBCGR] 1.3.1.1, 2.2.1.13.1, 2.2.1.22). */
export type ActivationPhase = 'demand-active' | 'font-map' | 'active';

/** Capability exchange and finalization, whenever the server wants them ([MS-RDPBCGR] 1.3.1.1, 1.3.1.3). */
export class ActivationSequence {
  readonly #transmitter: Transmitter;
  #phase: ActivationPhase = 'demand-active';
  #shareId = 0;
  #demanded: Demanded | undefined;

  constructor(transmitter: Transmitter) {
    this.#transmitter = transmitter;
  }

  get phase(): ActivationPhase {
    return this.#phase;
  }

  /** What the server does; undefined before its Demand Active PDU was answered, and once the connection is deactivated. */
  get demanded(): Demanded | undefined {
    return this.#demanded;
  }

  /**
   * Answers a Demand Active PDU, and goes on at once with all of the client's part of the finalization: nothing in it depends on
   * what the server says meanwhile ([MS-RDPBCGR] 3.2.5.3.13 to 3.2.5.3.18).
   *
   * @throws ProtocolError malformed, or not awaited
   * @throws RdpError the desktop is larger than this side keeps
   */
  demand(pdu: ShareControlPdu): void {
    if (this.#phase !== 'demand-active') throw new ProtocolError(pdu.body.path, `not expected in the phase ${this.#phase}`);
    const { shareId, capabilities } = decodeDemandActive(pdu.body);
    const demanded = serverCapabilities(capabilities, pdu.body);
    this.#shareId = shareId;
    this.#demanded = demanded;
    const { width, height, maxUpdateSize, server, saltedMacs } = demanded;
    const { security } = this.#transmitter;
    const desktop = { width, height, maxUpdateSize, bitsPerPixel: server.bitsPerPixel };
    const own = clientCapabilities(desktop, security.saltMacs !== undefined);
    this.#transmitter.shareControl(ShareControlType.confirmActive, (writer) =>
      encodeConfirmActive(writer, { shareId, capabilities: own }),
    );
    if (saltedMacs) security.saltMacs?.();
    this.send(ShareDataType.synchronize, (writer) => encodeSynchronize(writer, SERVER_USER_ID));
    for (const action of [ControlAction.cooperate, ControlAction.request]) {
      this.send(ShareDataType.control, (writer) => encodeControl(writer, { action, grantId: 0, controlId: 0 }));
    }
    this.send(ShareDataType.fontList, encodeFontList);
    this.#phase = 'font-map';
  }

  /** The server deactivated the connection. */
  deactivate(): void {
    this.#phase = 'demand-active';
    this.#demanded = undefined;
  }

  /**
   * Takes a PDU of the finalization, if it is one ([MS-RDPBCGR] 3.2.5.3.19 to 3.2.5.3.22). Only the Font Map PDU has to come, and it
   * ends it: the others say nothing that counts, and servers answer in an order of their own.
   *
   * @returns `not-mine`: another kind of PDU; `finalized`: this was the last one
   * @throws ProtocolError malformed, or out of order
   */
  finalize(pdu: ShareDataPdu): 'not-mine' | 'goes-on' | 'finalized' {
    switch (pdu.type) {
      case ShareDataType.synchronize:
        this.#expect(pdu);
        decodeSynchronize(pdu.body);
        return 'goes-on';
      case ShareDataType.control:
        this.#expect(pdu);
        decodeControl(pdu.body);
        return 'goes-on';
      case ShareDataType.fontMap:
        this.#expect(pdu);
        decodeFontMap(pdu.body);
        this.#phase = 'active';
        return 'finalized';
      default:
        return 'not-mine';
    }
  }

  /** Sends data of the share. */
  send(type: number, write: Parameters<Transmitter['shareData']>[2]): void {
    this.#transmitter.shareData(this.#shareId, type, write);
  }

  #expect(pdu: ShareDataPdu): void {
    if (this.#phase !== 'font-map') throw new ProtocolError(pdu.body.path, `not expected in the phase ${this.#phase}`);
  }
}
