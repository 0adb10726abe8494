import { decodeEncomsp, ENCOMSP, REQUEST } from '../encomsp.js';
import { CHAT, decodeChat } from '../remdesk/chat.js';
import { decodeRemdesk } from '../remdesk/header.js';
import { decodeRcCtl, RC_CTL, type RcCtlMessage } from '../remdesk/rc-ctl.js';
import { COMMAND, COMMANDS, decodeCommand, type RcCommand } from '../remdesk/rccommand.js';

/** The expert's number among the participants; the novice gives it ([MS-RDPEMC] 2.2.4.1). */
export const EXPERT_ID = 2;

/** What an expert says that a novice listens to, whichever channel and version it came by. */
export type ExpertMessage =
  | { readonly type: 'initialise'; readonly message: RcCtlMessage }
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'wants-control' }
  | { readonly type: 'gives-control-back' }
  /** Typing, files; settings and voice, which nobody listens to. */
  | { readonly type: 'command'; readonly command: RcCommand }
  /** On an inner channel of another name: of a file, if of anything. A view. */
  | { readonly type: 'other-channel'; readonly channel: string; readonly data: Uint8Array };

/**
 * What is said in one channel message, in order. Messages that only a novice sends come to nothing.
 *
 * @param channel `remdesk` or `encomsp`
 * @throws ProtocolError naming the field; nothing of the message is then to be obeyed
 */
export function readExpertMessages(channel: string, bytes: Uint8Array): readonly ExpertMessage[] {
  return channel === ENCOMSP ? fromEncomsp(bytes) : [fromRemdesk(bytes)];
}

function fromRemdesk(bytes: Uint8Array): ExpertMessage {
  const { channel, data } = decodeRemdesk(bytes);
  switch (channel) {
    case RC_CTL:
      return { type: 'initialise', message: decodeRcCtl(data) };
    case CHAT:
      return { type: 'chat', text: decodeChat(data) };
    case COMMANDS:
      return fromCommand(decodeCommand(data));
    default:
      return { type: 'other-channel', channel, data };
  }
}

function fromCommand(command: RcCommand): ExpertMessage {
  const { name } = command;
  if (name === COMMAND.start) return { type: 'wants-control' };
  return name === COMMAND.end || name === COMMAND.abort ? { type: 'gives-control-back' } : { type: 'command', command };
}

/** FreeRDP 2.11 says participant 0 and means itself. */
function fromEncomsp(bytes: Uint8Array): readonly ExpertMessage[] {
  const said: ExpertMessage[] = [];
  for (const pdu of decodeEncomsp(bytes)) {
    if (pdu.type !== 'control-change' || (pdu.participantId !== 0 && pdu.participantId !== EXPERT_ID)) continue;
    if (pdu.flags & REQUEST.interact) said.push({ type: 'wants-control' });
    else if (pdu.flags & REQUEST.view) said.push({ type: 'gives-control-back' });
  }
  return said;
}
