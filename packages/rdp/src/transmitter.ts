import { Writer } from '@beside/bytes';
import { IO_CHANNEL_ID } from './ids.js';
import { beginSendData, type DomainPdu, encodeDomainPdu, endSendData } from './mcs/domain.js';
import { EXTERNAL_SECURITY, type SecurityLayer } from './security/security-layer.js';
import { beginShareControl, endShareControl, ShareControlType } from './share-control.js';
import { beginShareData, endShareData } from './share-data.js';
import { endTpkt } from './tpkt.js';
import { beginX224Data } from './x224.js';

type Write = (writer: Writer) => void;

/** Wraps what one side sends in the layers below: TPKT, X.224, MCS, security, share. One buffer is used for everything. */
export class Transmitter {
  /** Of both directions; another one takes its place where keys are agreed. */
  security: SecurityLayer = EXTERNAL_SECURITY;
  /** MCS id of this side; a client is told its own. */
  userId: number;
  /** MCS channel of shares; a client is told it. */
  ioChannelId: number = IO_CHANNEL_ID;
  readonly #sendData: 'send-data-request' | 'send-data-indication';
  readonly #writer = new Writer(2048);
  readonly #send: (bytes: Uint8Array) => void;

  /**
   * @param sendData how this side's data goes: requests from a client, indications from a server
   * @param send takes whole PDUs; the view is valid only during the call
   */
  constructor(sendData: 'send-data-request' | 'send-data-indication', userId: number, send: (bytes: Uint8Array) => void) {
    this.#sendData = sendData;
    this.userId = userId;
    this.#send = send;
  }

  /** A whole fast-path PDU, with the room that the security layer wants left free; it is protected where it is. */
  whole(pdu: Uint8Array): void {
    this.security.sealFastPath(pdu);
    this.#send(pdu);
  }

  /** A PDU that brings its own TPKT (X.224 connection). */
  raw(write: Write): void {
    const writer = this.#writer.reset();
    write(writer);
    this.#send(writer.view());
  }

  /** A PDU in an X.224 Data TPDU (MCS connect). */
  x224(write: Write): void {
    const writer = this.#writer.reset();
    const start = beginX224Data(writer);
    write(writer);
    endTpkt(writer, start);
    this.#send(writer.view());
  }

  domain(pdu: DomainPdu): void {
    this.x224((writer) => encodeDomainPdu(writer, pdu));
  }

  /** Data on an MCS channel, under the security layer. */
  data(channelId: number, securityFlags: number, write: Write): void {
    this.x224((writer) => {
      const start = beginSendData(writer, this.#sendData, this.userId, channelId);
      const secured = this.security.begin(writer, securityFlags);
      write(writer);
      this.security.end(writer, secured);
      endSendData(writer, start);
    });
  }

  shareControl(type: number, write: Write): void {
    this.data(this.ioChannelId, 0, (writer) => {
      const start = beginShareControl(writer, type, this.userId);
      write(writer);
      endShareControl(writer, start);
    });
  }

  shareData(shareId: number, type: number, write: Write): void {
    this.shareControl(ShareControlType.data, (writer) => {
      const start = beginShareData(writer, shareId, type);
      write(writer);
      endShareData(writer, start);
    });
  }
}
