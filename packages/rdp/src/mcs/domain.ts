import type { Reader, Writer } from '@beside/bytes';
import { beginPerLength, endPerLength, readPerLength } from './per.js';

/** Choices of DomainMCSPDU ([T125] section 7, part 10), in the upper six bits of the first byte. */
const Choice = {
  erectDomainRequest: 1,
  disconnectProviderUltimatum: 8,
  attachUserRequest: 10,
  attachUserConfirm: 11,
  channelJoinRequest: 14,
  channelJoinConfirm: 15,
  sendDataRequest: 25,
  sendDataIndication: 26,
} as const;

/** User ids begin here and are written less it ([T125] section 7, part 1). */
const FIRST_USER_ID = 1001;
/** dataPriority high, segmentation begin and end. */
const WHOLE_HIGH_PRIORITY = 0x70;

/** Result ([T125] section 7, part 3). */
export const McsResult = { successful: 0, noSuchChannel: 3 } as const;
/** Reason ([T125] section 7, part 3). */
export const McsReason = { providerInitiated: 1, userRequested: 3 } as const;

/** A PDU between the connect PDUs and the end ([MS-RDPBCGR] 2.2.1.5 to 2.2.1.9, 2.2.2.3; [T125] 11). */
export type DomainPdu =
  | { readonly type: 'erect-domain-request' }
  | { readonly type: 'attach-user-request' }
  | { readonly type: 'attach-user-confirm'; readonly result: number; readonly initiator: number }
  | { readonly type: 'channel-join-request'; readonly initiator: number; readonly channelId: number }
  | {
      readonly type: 'channel-join-confirm';
      readonly result: number;
      readonly initiator: number;
      readonly requested: number;
      /** Absent when refused. */
      readonly channelId?: number;
    }
  | {
      /** Request: client to server. Indication: server to client. */
      readonly type: 'send-data-request' | 'send-data-indication';
      readonly initiator: number;
      readonly channelId: number;
      readonly data: Uint8Array;
    }
  | { readonly type: 'disconnect-provider-ultimatum'; readonly reason: number };

export function encodeDomainPdu(writer: Writer, pdu: DomainPdu): void {
  switch (pdu.type) {
    case 'erect-domain-request':
      // subHeight and subInterval, both 0, each with its length
      writer
        .u8(Choice.erectDomainRequest << 2)
        .u8(1)
        .u8(0)
        .u8(1)
        .u8(0);
      break;
    case 'attach-user-request':
      writer.u8(Choice.attachUserRequest << 2);
      break;
    case 'attach-user-confirm':
      writeResult(writer, Choice.attachUserConfirm, pdu.result, true);
      writer.u16BE(pdu.initiator - FIRST_USER_ID);
      break;
    case 'channel-join-request':
      writer
        .u8(Choice.channelJoinRequest << 2)
        .u16BE(pdu.initiator - FIRST_USER_ID)
        .u16BE(pdu.channelId);
      break;
    case 'channel-join-confirm':
      writeResult(writer, Choice.channelJoinConfirm, pdu.result, pdu.channelId !== undefined);
      writer.u16BE(pdu.initiator - FIRST_USER_ID).u16BE(pdu.requested);
      if (pdu.channelId !== undefined) writer.u16BE(pdu.channelId);
      break;
    case 'send-data-request':
    case 'send-data-indication': {
      const start = beginSendData(writer, pdu.type, pdu.initiator, pdu.channelId);
      writer.bytes(pdu.data);
      endSendData(writer, start);
      break;
    }
    case 'disconnect-provider-ultimatum':
      // three bits of reason stand across the two bytes
      writer.u8((Choice.disconnectProviderUltimatum << 2) | (pdu.reason >> 1)).u8((pdu.reason & 1) << 7);
      break;
  }
}

/** Starts a Send Data PDU; what is written before {@link endSendData} is its userData, at most 16383 bytes. */
export function beginSendData(
  writer: Writer,
  type: 'send-data-request' | 'send-data-indication',
  initiator: number,
  channelId: number,
): number {
  const choice = type === 'send-data-request' ? Choice.sendDataRequest : Choice.sendDataIndication;
  writer
    .u8(choice << 2)
    .u16BE(initiator - FIRST_USER_ID)
    .u16BE(channelId)
    .u8(WHOLE_HIGH_PRIORITY);
  return beginPerLength(writer);
}

export function endSendData(writer: Writer, start: number): void {
  endPerLength(writer, start);
}

/**
 * Reads one domain PDU. Data is a view of the input.
 *
 * @throws ProtocolError also for the domain PDUs that RDP does not use
 */
export function decodeDomainPdu(reader: Reader): DomainPdu {
  const first = reader.u8('domainMcsPdu');
  switch (first >> 2) {
    case Choice.erectDomainRequest:
      reader.skip(reader.u8('erectDomainRequest.subHeight.length'), 'erectDomainRequest.subHeight');
      reader.skip(reader.u8('erectDomainRequest.subInterval.length'), 'erectDomainRequest.subInterval');
      return { type: 'erect-domain-request' };
    case Choice.attachUserRequest:
      return { type: 'attach-user-request' };
    case Choice.attachUserConfirm: {
      const result = readResult(reader, first, 'attachUserConfirm.result');
      const present = hasOptional(first);
      return { type: 'attach-user-confirm', result, initiator: present ? readUser(reader, 'attachUserConfirm.initiator') : 0 };
    }
    case Choice.channelJoinRequest: {
      const initiator = readUser(reader, 'channelJoinRequest.initiator');
      return { type: 'channel-join-request', initiator, channelId: reader.u16BE('channelJoinRequest.channelId') };
    }
    case Choice.channelJoinConfirm: {
      const result = readResult(reader, first, 'channelJoinConfirm.result');
      const initiator = readUser(reader, 'channelJoinConfirm.initiator');
      const requested = reader.u16BE('channelJoinConfirm.requested');
      const confirm = { type: 'channel-join-confirm', result, initiator, requested } as const;
      return hasOptional(first) ? { ...confirm, channelId: reader.u16BE('channelJoinConfirm.channelId') } : confirm;
    }
    case Choice.sendDataRequest:
      return readSendData(reader, 'send-data-request', 'sendDataRequest');
    case Choice.sendDataIndication:
      return readSendData(reader, 'send-data-indication', 'sendDataIndication');
    case Choice.disconnectProviderUltimatum:
      return {
        type: 'disconnect-provider-ultimatum',
        reason: ((first & 3) << 1) | (reader.u8('disconnectProviderUltimatum.reason') >> 7),
      };
    default:
      throw reader.error('domainMcsPdu', 'is not a PDU that RDP uses');
  }
}

function readSendData(reader: Reader, type: 'send-data-request' | 'send-data-indication', field: string): DomainPdu {
  const initiator = readUser(reader, `${field}.initiator`);
  const channelId = reader.u16BE(`${field}.channelId`);
  reader.skip(1, `${field}.dataPriority`);
  const length = readPerLength(reader, `${field}.userData.length`);
  return { type, initiator, channelId, data: reader.take(length, `${field}.userData`) };
}

/** Choice, the bit that says whether the optional last field is there, and a Result in the next four bits. */
function writeResult(writer: Writer, choice: number, result: number, optional: boolean): void {
  writer.u8((choice << 2) | (optional ? 2 : 0) | (result >> 3)).u8((result & 7) << 5);
}

function readResult(reader: Reader, first: number, field: string): number {
  return ((first & 1) << 3) | (reader.u8(field) >> 5);
}

function hasOptional(first: number): boolean {
  return (first & 2) !== 0;
}

function readUser(reader: Reader, field: string): number {
  return reader.u16BE(field) + FIRST_USER_ID;
}
