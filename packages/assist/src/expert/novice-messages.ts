import { decodeEncomsp, ENCOMSP, PARTICIPANT } from '../encomsp.js';
import { CHAT, decodeChat } from '../remdesk/chat.js';
import { decodeRemdesk } from '../remdesk/header.js';
import { decodeRcCtl, RC_CTL, type RcCtlMessage } from '../remdesk/rc-ctl.js';
import { COMMANDS, decodeCommand, type RcCommand } from '../remdesk/rccommand.js';

/** What a novice says that an expert listens to. */
export type NoviceMessage =
  | { readonly type: 'initialise'; readonly message: RcCtlMessage }
  | { readonly type: 'chat'; readonly text: string }
  /** Share control, typing, files; settings and voice, which nobody listens to. */
  | { readonly type: 'command'; readonly command: RcCommand }
  /** On an inner channel of another name: of a file, if of anything. A view. */
  | { readonly type: 'other-channel'; readonly channel: string; readonly data: Uint8Array }
  /** What a participant may do from here on; `self`: the novice says that this is the one it says it to. */
  | {
      readonly type: 'participant';
      readonly participantId: number;
      readonly self: boolean;
      readonly mayView: boolean;
      readonly mayInteract: boolean;
    }
  | { readonly type: 'participant-removed'; readonly participantId: number }
  | { readonly type: 'stream'; readonly paused: boolean };

/**
 * What is said in one channel message, in order. What a novice says of its windows and applications comes to nothing, since the
 * whole desktop is shared.
 *
 * @param channel `remdesk` or `encomsp`
 * @throws ProtocolError naming the field; nothing of the message is then to be obeyed
 */
export function readNoviceMessages(channel: string, bytes: Uint8Array): readonly NoviceMessage[] {
  return channel === ENCOMSP ? fromEncomsp(bytes) : [fromRemdesk(bytes)];
}

function fromRemdesk(bytes: Uint8Array): NoviceMessage {
  const { channel, data } = decodeRemdesk(bytes);
  switch (channel) {
    case RC_CTL:
      return { type: 'initialise', message: decodeRcCtl(data) };
    case CHAT:
      return { type: 'chat', text: decodeChat(data) };
    case COMMANDS:
      return { type: 'command', command: decodeCommand(data) };
    default:
      return { type: 'other-channel', channel, data };
  }
}

function fromEncomsp(bytes: Uint8Array): readonly NoviceMessage[] {
  const said: NoviceMessage[] = [];
  for (const pdu of decodeEncomsp(bytes)) {
    switch (pdu.type) {
      case 'participant-created':
        said.push({
          type: 'participant',
          participantId: pdu.participantId,
          self: (pdu.flags & PARTICIPANT.isParticipant) !== 0,
          mayView: (pdu.flags & PARTICIPANT.mayView) !== 0,
          mayInteract: (pdu.flags & PARTICIPANT.mayInteract) !== 0,
        });
        break;
      case 'participant-removed':
        said.push({ type: 'participant-removed', participantId: pdu.participantId });
        break;
      case 'stream-paused':
      case 'stream-resumed':
        said.push({ type: 'stream', paused: pdu.type === 'stream-paused' });
        break;
    }
  }
  return said;
}
