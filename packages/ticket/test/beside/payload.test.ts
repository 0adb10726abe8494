import { Writer } from '@beside/bytes';
import { describe, expect, it } from 'vitest';
import { decodePayload, encodePayload } from '../../src/beside/payload.js';
import { codeOf } from '../fixtures.js';
import { INVITATION } from './rig.js';

const payload = encodePayload(INVITATION);
const end = payload.findLastIndex((byte) => byte !== 0) + 1;

/** The payload with one more field, before the others or after them. */
function withField(tag: number, value: readonly number[], { first = false, claimed = value.length } = {}): Uint8Array {
  const field = new Writer().u8(tag).u16BE(claimed).bytes(Uint8Array.from(value)).finish();
  const fields = payload.subarray(0, end);
  return Buffer.concat(first ? [field, fields] : [fields, field]);
}

const code = (bytes: Uint8Array) => codeOf(() => decodePayload(bytes));

describe('the payload', () => {
  it('fills whole blocks, and needs none of the filling to be read', () => {
    expect(payload.length % 48).toBe(0);
    expect(decodePayload(payload)).toEqual(INVITATION);
    expect(decodePayload(payload.subarray(0, end))).toEqual(INVITATION);
  });

  it('may hold fields of tomorrow that can be skipped, anywhere', () => {
    for (const first of [true, false]) {
      for (const tag of [0x80, 0x85, 0xff]) expect(decodePayload(withField(tag, [1, 2, 3], { first }))).toEqual(INVITATION);
      expect(decodePayload(withField(0xc0, new Array(3000).fill(7), { first }))).toEqual(INVITATION);
    }
  });

  it('is unsupported with a field of tomorrow that must be understood', () => {
    for (const tag of [0x05, 0x40, 0x7f]) expect(code(withField(tag, []))).toBe('unsupported');
  });

  it('is damaged when a field stands there twice, is missing, too short, too long, or longer than what is left', () => {
    for (const tag of [0x01, 0x02, 0x03, 0x04, 0x81]) expect(code(withField(tag, [])), `twice ${tag}`).toBe('damaged');
    for (const start of [0, 35, 70, 79]) {
      const length = start < 70 ? 35 : 9;
      const without = Buffer.concat([payload.subarray(0, start), payload.subarray(start + length)]);
      expect(code(without), `without the field at ${start}`).toBe('damaged');
      const shorter = Buffer.concat([payload.subarray(0, start + 2), Buffer.from([length - 4]), payload.subarray(start + 4)]);
      expect(code(shorter), `shorter at ${start}`).toBe('damaged');
      const longer = Buffer.concat([payload.subarray(0, start + 2), Buffer.from([length - 2, 0]), payload.subarray(start + 3)]);
      expect(code(longer), `longer at ${start}`).toBe('damaged');
    }
    expect(code(withField(0x82, [0, 80, 1, 2, 3]))).toBe('damaged');
    expect(code(withField(0x82, [0, 80, 1, 2, 3, 4, 5]))).toBe('damaged');
    expect(code(withField(0x83, [0, 80, 1, 2, 3]))).toBe('damaged');
    expect(code(withField(0x90, [1], { claimed: 2 }))).toBe('damaged');
    expect(code(new Uint8Array(48))).toBe('damaged');
  });

  it('passes over candidates that lead nowhere, and takes no more than 64', () => {
    expect(decodePayload(withField(0x82, [0, 0, 192, 0, 2, 1]))).toEqual(INVITATION);
    expect(decodePayload(withField(0x84, [0, 80, ...Buffer.from('two words')]))).toEqual(INVITATION);
    const many = Array.from({ length: 5000 }, (_, i) => [0x82, 0, 6, 0, 80, 10, 0, i >> 8, i & 0xff]).flat();
    expect(decodePayload(Buffer.concat([payload.subarray(0, end), Buffer.from(many)])).candidates).toHaveLength(64);
  });

  it('has a user who can be shown', () => {
    const evil = { ...INVITATION, user: `\u202eA\u001b[31m\n${'x'.repeat(100)}` };
    expect(decodePayload(encodePayload(evil)).user).toBe(`A[31m${'x'.repeat(58)}…`);
    const user = Buffer.from('B\u202e\u0007');
    const nameless = encodePayload({ ...INVITATION, user: '', candidates: [] }).subarray(0, 88);
    expect(decodePayload(Buffer.concat([nameless, Buffer.from([0x81, 0, user.length]), user])).user).toBe('B');
    expect(decodePayload(nameless).user).toBe('');
  });
});
