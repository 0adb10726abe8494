import { fromUtf16, Reader, utf16, Writer } from '@beside/bytes';

/** The static virtual channel of [MS-RDPEMC]: who takes part, and who may do what. */
export const ENCOMSP = 'encomsp';

/** Flags of a participant ([MS-RDPEMC] 2.2.4.1). */
export const PARTICIPANT = { mayView: 1, mayInteract: 2, isParticipant: 4 } as const;

/** Flags of a request for another control level ([MS-RDPEMC] 2.2.4.3). */
export const REQUEST = { view: 1, interact: 2, allowControlRequests: 8 } as const;

/** Longest name, in UTF-16 units ([MS-RDPEMC] 2.2.2 sets none; FreeRDP refuses longer ones). */
const NAME_LIMIT = 1024;
/** Most PDUs in one channel message; a novice announces each window with one. */
const PDU_LIMIT = 1024;

/**
 * A PDU of [MS-RDPEMC] 2.2. N: sent by the novice (its sharing manager), E: by the expert.
 *
 * WND_REGION_UPDATE (0x000C) and PARTICIPANT_CTRL_CHANGE_RESPONSE (0x000D) are read as `unknown` and can't be written:
 * FreeRDP drops the whole connection when it is sent one.
 */
export type EncomspPdu =
  /** N, 2.2.3.1: whether only some windows are shared. */
  | { readonly type: 'filter-state-updated'; readonly filterEnabled: boolean }
  /** N, 2.2.3.2. */
  | { readonly type: 'application-removed'; readonly applicationId: number }
  /** N, 2.2.3.3. */
  | { readonly type: 'application-created'; readonly shared: boolean; readonly applicationId: number; readonly name: string }
  /** N, 2.2.3.4. */
  | { readonly type: 'window-removed'; readonly windowId: number }
  /** N, 2.2.3.5. */
  | {
      readonly type: 'window-created';
      readonly shared: boolean;
      readonly applicationId: number;
      readonly windowId: number;
      readonly name: string;
    }
  /** E, 2.2.3.6. */
  | { readonly type: 'window-show'; readonly windowId: number }
  /** N, 2.2.4.2: `reason` 0: by the application, 2: by the client; `code`: an HRESULT. */
  | { readonly type: 'participant-removed'; readonly participantId: number; readonly reason: number; readonly code: number }
  /** N, 2.2.4.1; sent again with other flags when the participant's rights change (3.2.5.2.1). */
  | {
      readonly type: 'participant-created';
      readonly participantId: number;
      readonly groupId: number;
      /** Bits of {@link PARTICIPANT}. */
      readonly flags: number;
      readonly name: string;
    }
  /** E, 2.2.4.3; bits of {@link REQUEST}. FreeRDP's expert sends one back as it came, so a novice never sends it. */
  | { readonly type: 'control-change'; readonly flags: number; readonly participantId: number }
  /** N, 2.2.5.1 and 2.2.5.2. */
  | { readonly type: 'stream-paused' }
  | { readonly type: 'stream-resumed' }
  /** To be ignored (3.1.5.1). */
  | { readonly type: 'unknown'; readonly pduType: number };

type Sendable = Exclude<EncomspPdu, { type: 'unknown' }>;

/** ORDER_HDR types ([MS-RDPEMC] 2.2.1). */
const TYPES: Readonly<Record<Sendable['type'], number>> = {
  'filter-state-updated': 0x0001,
  'application-removed': 0x0002,
  'application-created': 0x0003,
  'window-removed': 0x0004,
  'window-created': 0x0005,
  'window-show': 0x0006,
  'participant-removed': 0x0007,
  'participant-created': 0x0008,
  'control-change': 0x0009,
  'stream-paused': 0x000a,
  'stream-resumed': 0x000b,
};

/** One PDU with its header. */
export function encodeEncomsp(pdu: Sendable): Uint8Array {
  const writer = new Writer(64).u16(TYPES[pdu.type]).u16(0);
  switch (pdu.type) {
    case 'filter-state-updated':
      writer.u8(pdu.filterEnabled ? 1 : 0);
      break;
    case 'application-removed':
      writer.u32(pdu.applicationId);
      break;
    case 'application-created':
      writer.u16(pdu.shared ? 1 : 0).u32(pdu.applicationId);
      unicodeString(writer, pdu.name);
      break;
    case 'window-removed':
    case 'window-show':
      writer.u32(pdu.windowId);
      break;
    case 'window-created':
      writer
        .u16(pdu.shared ? 1 : 0)
        .u32(pdu.applicationId)
        .u32(pdu.windowId);
      unicodeString(writer, pdu.name);
      break;
    case 'participant-removed':
      writer.u32(pdu.participantId).u32(pdu.reason).u32(pdu.code);
      break;
    case 'participant-created':
      writer.u32(pdu.participantId).u32(pdu.groupId).u16(pdu.flags);
      unicodeString(writer, pdu.name);
      break;
    case 'control-change':
      writer.u16(pdu.flags).u32(pdu.participantId);
      break;
    case 'stream-paused':
    case 'stream-resumed':
      break;
  }
  writer.patchU16(2, writer.length);
  return writer.finish();
}

/**
 * The PDUs of one channel message: [MS-RDPEMC] lets several follow each other. A PDU longer than its fields is skipped to
 * its end.
 *
 * @throws ProtocolError at `encomsp`; nothing of the message is then to be obeyed
 */
export function decodeEncomsp(bytes: Uint8Array): EncomspPdu[] {
  const reader = new Reader(bytes, 'encomsp');
  const pdus: EncomspPdu[] = [];
  while (reader.remaining > 0) {
    if (pdus.length === PDU_LIMIT) throw reader.error('type', `more than ${PDU_LIMIT} in one message`);
    const pduType = reader.u16('type');
    const length = reader.u16('length');
    if (length < 4) throw reader.error('length', `${length} is shorter than the header`);
    pdus.push(decodeBody(pduType, reader.nested(length - 4, 'body')));
  }
  return pdus;
}

function decodeBody(pduType: number, body: Reader): EncomspPdu {
  switch (pduType) {
    case 0x0001:
      return { type: 'filter-state-updated', filterEnabled: (body.u8('flags') & 1) !== 0 };
    case 0x0002:
      return { type: 'application-removed', applicationId: body.u32('appId') };
    case 0x0003: {
      const shared = (body.u16('flags') & 1) !== 0;
      return { type: 'application-created', shared, applicationId: body.u32('appId'), name: name(body) };
    }
    case 0x0004:
      return { type: 'window-removed', windowId: body.u32('wndId') };
    case 0x0005: {
      const shared = (body.u16('flags') & 1) !== 0;
      return {
        type: 'window-created',
        shared,
        applicationId: body.u32('appId'),
        windowId: body.u32('wndId'),
        name: name(body),
      };
    }
    case 0x0006:
      return { type: 'window-show', windowId: body.u32('wndId') };
    case 0x0007:
      return {
        type: 'participant-removed',
        participantId: body.u32('participantId'),
        reason: body.u32('discType'),
        code: body.u32('discCode'),
      };
    case 0x0008:
      return {
        type: 'participant-created',
        participantId: body.u32('participantId'),
        groupId: body.u32('groupId'),
        flags: body.u16('flags'),
        name: name(body),
      };
    case 0x0009:
      return { type: 'control-change', flags: body.u16('flags'), participantId: body.u32('participantId') };
    case 0x000a:
      return { type: 'stream-paused' };
    case 0x000b:
      return { type: 'stream-resumed' };
    default:
      return { type: 'unknown', pduType };
  }
}

/** UNICODE_STRING ([MS-RDPEMC] 2.2.2). */
function unicodeString(writer: Writer, value: string): void {
  const units = utf16(value.slice(0, NAME_LIMIT));
  writer.u16(units.length / 2).bytes(units);
}

function name(body: Reader): string {
  const units = body.u16('name.cchString');
  if (units > NAME_LIMIT) throw body.error('name.cchString', `${units} is more than ${NAME_LIMIT}`);
  return fromUtf16(body.take(2 * units, 'name.wchString'));
}
