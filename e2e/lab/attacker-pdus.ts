/**
 * The bytes of a client's connection sequence, written down by hand from [MS-RDPBCGR]: an attacker that shared the product's own
 * encoders would share their mistakes. All that is here is well formed; the tests spoil it.
 */

/** TPKT (RFC 1006, 6) around an X.224 Data TPDU (ITU-T X.224, 13.7). */
function data(...parts: Uint8Array[]): Buffer {
  return tpkt(bytes('02f080'), ...parts);
}

/** TPKT around anything. */
export function tpkt(...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([bytes('0300'), u16be(body.length + 4), body]);
}

/** Client X.224 Connection Request, 2.2.1.1, asking for TLS. */
export function connectionRequest(): Buffer {
  const body = Buffer.concat([bytes('e00000000000'), Buffer.from('Cookie: mstshash=x\r\n'), bytes('0100080001000000')]);
  return tpkt(Buffer.from([body.length]), body);
}

/** Client MCS Connect Initial with GCC Conference Create Request, 2.2.1.3, for a client with these static channels. */
export function connectInitial(channels: readonly string[]): Buffer {
  const name = Buffer.alloc(32);
  name.write('ATTACKER', 'utf16le');
  const core = block(
    0xc001,
    bytes('04000800'), // version
    u16(1024),
    u16(768),
    bytes('01ca03aa09040000280a0000'), // colour depth, SAS sequence, keyboard layout, build
    name,
    bytes('04000000000000000c000000'), // keyboard type, subtype, function keys
    Buffer.alloc(64),
    bytes('01ca0100000000001800' + '0f00' + '0100'), // post-beta depth, product, serial, high colour depth, depths, early capabilities
    Buffer.alloc(64),
    bytes('0000' + '01000000'), // connection type, the selected protocol
  );
  const security = block(0xc002, Buffer.alloc(8));
  const names = channels.map((channel) => Buffer.concat([Buffer.from(channel.padEnd(8, '\0'), 'latin1'), bytes('00008080')]));
  const network = block(0xc003, u32(channels.length), ...names);
  const blocks = Buffer.concat([core, security, network]);
  const create = Buffer.concat([bytes('000800100001c000' + '44756361'), per(blocks.length), blocks]);
  const conference = Buffer.concat([bytes('000500147c0001'), per(create.length), create]);
  const numbers = (...values: string[]) => {
    const body = bytes(values.join(''));
    return Buffer.concat([Buffer.from([0x30, body.length]), body]);
  };
  const body = Buffer.concat([
    bytes('040101040101' + '0101ff'),
    numbers('020122', '020102', '020100', '020101', '020100', '020101', '0203' + '00ffff', '020102'),
    numbers('020101', '020101', '020101', '020101', '020100', '020101', '0202' + '0420', '020102'),
    numbers('0203' + '00ffff', '0203' + '00fc17', '0203' + '00ffff', '020101', '020100', '020101', '0203' + '00ffff', '020102'),
    bytes('0482'),
    u16be(conference.length),
    conference,
  ]);
  return data(bytes('7f6582'), u16be(body.length), body);
}

/** Client MCS Erect Domain Request, 2.2.1.5. */
export const erectDomain = () => data(bytes('0401000100'));
/** Client MCS Attach User Request, 2.2.1.6. */
export const attachUser = () => data(bytes('28'));
/** Client MCS Channel Join Request, 2.2.1.8. */
export const joinChannel = (user: number, channel: number) => data(bytes('38'), u16be(user - 1001), u16be(channel));

/** Client Info, 2.2.1.11, as Remote Assistance has it: the session id is in the working directory. */
export function clientInfo(user: number, sessionId: string): Buffer {
  const strings = ['', 'attacker', '*', '*', sessionId].map((text) => Buffer.from(text, 'utf16le'));
  const body = [bytes('40000000'), u32(0), u32(0x000b47f3), ...strings.map((text) => u16(text.length))];
  const address = Buffer.from('127.0.0.1\0', 'utf16le');
  const folder = Buffer.from('C:\\\0', 'utf16le');
  const extra = [u16(2), u16(address.length), address, u16(folder.length), folder, Buffer.alloc(172), u32(0), u32(0), u16(0)];
  return sendData(user, 1003, ...body, ...strings.flatMap((text) => [text, u16(0)]), ...extra);
}

/** Client Confirm Active, 2.2.1.13.2, with the few capability sets that a client must have. */
export function confirmActive(user: number, shareId: number): Buffer {
  const sets = [
    set(1, bytes('010003000002' + '00000000' + '0504' + '0000' + '0000' + '0000' + '0000')),
    set(2, bytes('2000010001000100'), u16(1024), u16(768), bytes('000001000100' + '0000' + '0100' + '0000')),
    set(3, Buffer.alloc(20), bytes('010014000000010000002200'), Buffer.alloc(52)),
    set(8, bytes('010019001900')),
    set(13, bytes('3500000009040000040000000000' + '00000c000000'), Buffer.alloc(64)),
  ];
  const combined = Buffer.concat(sets);
  const body = [
    u32(shareId),
    u16(0x03ea),
    u16(4),
    u16(combined.length + 4),
    bytes('52445000'),
    u16(sets.length),
    u16(0),
    combined,
  ];
  return shareControl(user, 0x13, ...body);
}

/** What a client sends after it: Synchronize, Control Cooperate, Control Request, Font List, 2.2.1.14 to 18. */
export function finalisation(user: number, shareId: number): Buffer[] {
  return [
    shareData(user, shareId, 0x1f, bytes('0100ea03')),
    shareData(user, shareId, 0x14, bytes('0400000000000000')),
    shareData(user, shareId, 0x14, bytes('0100000000000000')),
    shareData(user, shareId, 0x27, bytes('0000000003003200')),
  ];
}

/** Refresh Rect, 2.2.11.2: the whole picture again. */
export function refreshRect(user: number, shareId: number): Buffer {
  return shareData(user, shareId, 0x21, Buffer.concat([bytes('0100000000000000'), u16(1023), u16(767)]));
}

/** One fast-path input PDU, 2.2.8.1.2, of 15 events: the pointer here and there, and a key. */
export function fastPathInput(): Buffer {
  const events = Array.from({ length: 14 }, (_, i) => Buffer.concat([bytes('200008'), u16(i * 60), u16(i * 50)]));
  const body = Buffer.concat([...events, bytes('001e')]);
  return Buffer.concat([Buffer.from([15 << 2]), u16be(0x8000 | (body.length + 3)), body]);
}

/** MCS Send Data Request (T.125, 7). */
export function sendData(user: number, channel: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return data(bytes('64'), u16be(user - 1001), u16be(channel), bytes('70'), per(body.length), body);
}

/** One chunk of a static virtual channel, 2.2.6.1, that claims to be of a message of `total` bytes. */
export function channelChunk(user: number, channel: number, total: number, flags: number, content: Uint8Array): Buffer {
  return sendData(user, channel, u32(total), u32(flags), content);
}

/** A message of Remote Assistance's session control ([MS-RA] 2.2.1) in one chunk: the inner channel's name, a number, a body. */
export function remdesk(user: number, channel: number, type: number, body: Uint8Array): Buffer {
  const name = Buffer.from('RC_CTL\0', 'utf16le');
  const message = Buffer.concat([u32(name.length), u32(body.length + 4), name, u32(type), body]);
  return channelChunk(user, channel, message.length, 0x13, message);
}

/** PARTICIPANT_CTRL_CHANGE ([MS-RDPEMC] 2.2.4.3) that asks for control. */
export function requestControl(user: number, channel: number): Buffer {
  return channelChunk(user, channel, 10, 0x13, bytes('09000a00030000000000'));
}

function shareControl(user: number, type: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return sendData(user, 1003, u16(body.length + 6), u16(type), u16(user), body);
}

function shareData(user: number, shareId: number, type: number, body: Uint8Array): Buffer {
  return shareControl(user, 0x17, u32(shareId), bytes('0001'), u16(body.length + 4), Buffer.from([type, 0]), u16(0), body);
}

function set(type: number, ...parts: Uint8Array[]): Buffer {
  return block(type, ...parts);
}

function block(type: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u16(type), u16(body.length + 4), body]);
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');
/** A length in packed encoding (ITU-T X.691, 10.9), in its form of two bytes. */
const per = (length: number) => u16be(0x8000 | length);

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u16be(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
