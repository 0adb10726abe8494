import { ProtocolError, utf16, Writer } from '@beside/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAT_LIMIT, decodeChat, encodeChat } from '../src/remdesk/chat.js';
import { decodeRemdesk, encodeRemdesk } from '../src/remdesk/header.js';
import { decodeRcCtl, encodeRcCtl, type RcCtlMessage, splitAuthentication } from '../src/remdesk/rc-ctl.js';
import { hex } from './hex.js';
import { RIGHT } from './rig.js';

const HEADER = '52 00 43 00 5f 00 43 00 54 00 4c 00 00 00';

function decode(bytes: Uint8Array): RcCtlMessage {
  const { channel, data } = decodeRemdesk(bytes);
  expect(channel).toBe('RC_CTL');
  return decodeRcCtl(data);
}

describe('messages on the channel remdesk', () => {
  it('has the bytes of VERSIONINFO 1.2 that [MS-RA] describes', () => {
    const bytes = hex(`0e000000 0c000000 ${HEADER} 06000000 01000000 02000000`);
    expect(encodeRemdesk('RC_CTL', encodeRcCtl({ type: 'version-info', major: 1, minor: 2 }))).toEqual(bytes);
    expect(decode(bytes)).toEqual({ type: 'version-info', major: 1, minor: 2 });
  });

  it('has the bytes of a RESULT of success', () => {
    const bytes = hex(`0e000000 08000000 ${HEADER} 02000000 00000000`);
    expect(encodeRemdesk('RC_CTL', encodeRcCtl({ type: 'result', result: 0 }))).toEqual(bytes);
    expect(decode(bytes)).toEqual({ type: 'result', result: 0 });
  });

  it('reads the proof that xfreerdp 2.11.7 sends, and Beside makes the same', () => {
    const proof = 'd7b77d47c1b9e8a4b7c9035bb7dd9f6967bae0e4821319cfc98b39d5200fdfa2';
    const bytes = hex(`0e000000 24000000 ${HEADER} 09000000 ${proof}`);
    expect(decode(bytes)).toEqual({ type: 'expert-on-vista', proof: hex(proof) });
    expect(encodeRemdesk('RC_CTL', encodeRcCtl({ type: 'expert-on-vista', proof: RIGHT }))).toEqual(bytes);
  });

  it('takes a proof out of the BSTR that the document speaks of', () => {
    const body = new Writer().u32(9).u32(32).bytes(RIGHT);
    expect(decodeRcCtl(body.finish())).toEqual({ type: 'expert-on-vista', proof: RIGHT });
    expect(decodeRcCtl(body.u16(0).finish())).toEqual({ type: 'expert-on-vista', proof: RIGHT });
  });

  it('reads texts with their NUL as FreeRDP 2.11 sends them, and without it as FreeRDP 3 does', () => {
    const text = new Writer().u32(8).bytes(utf16('11;NAME=novice')).finish();
    const expected = { type: 'verify-password', expertBlob: '11;NAME=novice' };
    expect(decodeRcCtl(text)).toEqual(expected);
    expect(decodeRcCtl(Uint8Array.of(...text, 0, 0))).toEqual(expected);
  });

  it('tells the blob from the connection string of an AUTHENTICATE, with a NUL between them or without', () => {
    expect(splitAuthentication('65538,1,x\u000011;NAME=novice', '65538,1,x')).toBe('11;NAME=novice');
    expect(splitAuthentication('65538,1,x11;NAME=novice', '65538,1,x')).toBe('11;NAME=novice');
    expect(splitAuthentication('65538,1,y\u000011;NAME=novice', '65538,1,x')).toBeUndefined();
    expect(splitAuthentication('65538,1,xy\u000011;NAME=novice', '65538,1,x')).toBeUndefined();
    expect(splitAuthentication('65538,1,x', '65538,1,x')).toBeUndefined();
  });

  it('cuts a padded inner name at its first NUL', () => {
    const padded = new Writer().u32(64).u32(2).bytes(utf16('70')).zeros(60).u16(0x41).finish();
    expect(decodeRemdesk(padded)).toEqual({ channel: '70', data: Uint8Array.of(0x41, 0) });
  });

  it('names the field of a message that is malformed', () => {
    const pathOf = (bytes: Uint8Array) => {
      try {
        decode(bytes);
        return undefined;
      } catch (error) {
        return error instanceof ProtocolError ? error.path : error;
      }
    };
    expect(pathOf(hex('0e0000'))).toBe('remdesk.channelNameLen');
    expect(pathOf(hex('0f000000 00000000'))).toBe('remdesk.channelNameLen');
    expect(pathOf(hex('42000000 00000000'))).toBe('remdesk.channelNameLen');
    expect(pathOf(hex(`0e000000 ffffffff ${HEADER}`))).toBe('remdesk.data');
    expect(pathOf(hex(`0e000000 00000000 ${HEADER} 00`))).toBe('remdesk');
    expect(pathOf(hex(`0e000000 02000000 ${HEADER} 0600`))).toBe('rcCtl.msgType');
    expect(pathOf(hex(`0e000000 08000000 ${HEADER} 06000000 01000000`))).toBe('rcCtl.versionMinor');
  });

  it('reads back every message that it writes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.endsWith('\0'));
    const message: fc.Arbitrary<Parameters<typeof encodeRcCtl>[0]> = fc.oneof(
      fc.record({ type: fc.constant('remote-control-desktop' as const), connectionString: text }),
      fc.record({ type: fc.constant('result' as const), result: fc.nat() }),
      fc.record({ type: fc.constant('authenticate' as const), credentials: text }),
      fc.constantFrom({ type: 'server-announce' as const }, { type: 'disconnect' as const }, { type: 'is-connected' as const }),
      fc.record({ type: fc.constant('version-info' as const), major: fc.nat(), minor: fc.nat() }),
      fc.record({ type: fc.constant('verify-password' as const), expertBlob: text }),
      fc.constant({ type: 'expert-on-vista' as const, proof: RIGHT }),
      fc.record({ type: fc.constantFrom('novice-name' as const, 'expert-name' as const), name: text }),
      fc.record({ type: fc.constant('token' as const), token: fc.uint8Array({ minLength: 20, maxLength: 20 }) }),
    );
    fc.assert(
      fc.property(message, (m) => {
        expect(decode(encodeRemdesk('RC_CTL', encodeRcCtl(m)))).toEqual(m);
      }),
    );
  });

  it('answers any bytes with a message or a ProtocolError', () => {
    const start = fc.constantFrom(hex(''), hex('0e000000 24000000'), hex(`0e000000 14000000 ${HEADER}`));
    const bytes = fc.tuple(start, fc.uint8Array({ maxLength: 64 })).map(([a, b]) => Uint8Array.of(...a, ...b));
    const type = fc.tuple(fc.nat(13), fc.uint8Array({ maxLength: 48 })).map(([t, b]) => Uint8Array.of(t, 0, 0, 0, ...b));
    const tolerant = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    };
    fc.assert(fc.property(bytes, (b) => tolerant(() => decodeRemdesk(b))));
    fc.assert(fc.property(type, (b) => tolerant(() => decodeRcCtl(b))));
  });

  it('reads a number of no document as unknown', () => {
    expect(decodeRcCtl(hex('0d000000'))).toEqual({ type: 'unknown', messageType: 13 });
  });
});

describe('chat', () => {
  it('is plain UTF-16 with a NUL, and is read without one too', () => {
    expect(encodeRemdesk('70', encodeChat('hi'))).toEqual(hex('06000000 06000000 3700 3000 0000 6800 6900 0000'));
    expect(decodeChat(hex('6800 6900'))).toBe('hi');
    expect(decodeChat(hex('6800 6900 0000'))).toBe('hi');
  });

  it('keeps lines and loses what could write over other text', () => {
    expect(decodeChat(utf16('one\r\ntwo\rthree\n\u001b[2Jgone\u202eback'))).toBe('one\ntwo\nthree\n[2Jgoneback');
  });

  it('is cut at its limit in both directions', () => {
    const long = 'x'.repeat(CHAT_LIMIT + 1);
    expect([...decodeChat(utf16(long))]).toHaveLength(CHAT_LIMIT);
    expect(decodeChat(utf16(long)).endsWith('…')).toBe(true);
    expect([...decodeChat(encodeChat(long))]).toHaveLength(CHAT_LIMIT);
  });

  it('has nothing to send when nothing may be shown', () => {
    expect(encodeChat(' \u0007\n')).toHaveLength(0);
  });
});
