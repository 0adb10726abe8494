import { ENCOMSP, encodeEncomsp } from './encomsp.js';
import { CHAT, encodeChat } from './remdesk/chat.js';
import { encodeRemdesk, REMDESK } from './remdesk/header.js';
import { encodeRcCtl, RC_CTL, type SendableRcCtl } from './remdesk/rc-ctl.js';
import { COMMANDS, encodeCommand } from './remdesk/rccommand.js';

/** Sends one whole message on a static virtual channel; false when the other side has no such channel. */
export type SendChannel = (name: string, data: Uint8Array) => boolean;

/** The channels of Remote Assistance as either role writes to them. */
export class AssistChannels {
  readonly #send: SendChannel;

  constructor(send: SendChannel) {
    this.#send = send;
  }

  /** Session initialisation ([MS-RA] 2.2.1). */
  rcCtl(message: SendableRcCtl): void {
    this.#send(REMDESK, encodeRemdesk(RC_CTL, encodeRcCtl(message)));
  }

  /** Share control, typing states, offers of files ([MS-RA] 2.2.2). */
  command(name: string, attributes?: Iterable<readonly [string, string]>): void {
    this.#send(REMDESK, encodeRemdesk(COMMANDS, encodeCommand(name, attributes)));
  }

  /** Data on a file's own inner channel ([MS-RA] 2.2.3). */
  file(channel: string, data: Uint8Array): void {
    this.#send(REMDESK, encodeRemdesk(channel, data));
  }

  /** A chat message; false when there is nothing to show in it. */
  chat(text: string): boolean {
    const data = encodeChat(text);
    return data.length > 0 && this.#send(REMDESK, encodeRemdesk(CHAT, data));
  }

  /** A PDU of [MS-RDPEMC]. Without effect for a client that has no such channel: it then only learns from commands. */
  encomsp(pdu: Parameters<typeof encodeEncomsp>[0]): void {
    this.#send(ENCOMSP, encodeEncomsp(pdu));
  }
}
