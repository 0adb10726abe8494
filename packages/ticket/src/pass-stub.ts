import { Rc4, utf16, Writer } from '@beside/bytes';
import { equalBytes } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import { pick, type Random } from './random.js';

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ANY = `${CAPITALS}${SMALL}${DIGITS}*_`;
/**
 * Windows' set for the second character without its `&`: in a file that becomes `&amp;`, which FreeRDP 2.11 does not
 * decode and would prove the five letters instead.
 */
const SIGNS = '!@#$^*()-+=';

/** A new PassStub: 14 random characters by the pattern that Windows keeps to. It is in the clear in the file. */
export function generatePassStub(random: Random): string {
  return [
    pick(ANY, 1, random),
    pick(SIGNS, 1, random),
    pick(DIGITS, 1, random),
    pick(CAPITALS, 1, random),
    pick(SMALL, 1, random),
    pick(ANY, 9, random),
  ].join('');
}

/**
 * What the expert sends to prove that it knows the password: the stub's length in bytes and its UTF-16LE units, under RC4
 * with the MD5 of the password's UTF-16LE units as the key.
 */
export function encryptPassStub(passStub: string, password: string): Uint8Array {
  const stub = utf16(passStub);
  const sealed = new Writer(4 + stub.length).u32(stub.length).bytes(stub).finish();
  new Rc4(md5(utf16(password))).apply(sealed);
  return sealed;
}

/**
 * Whether an expert's proof fits. How long it takes says nothing about how much of the proof is right.
 *
 * @param proof what the expert sent, any length
 */
export function provesPassword(proof: Uint8Array, passStub: string, password: string): boolean {
  return equalBytes(proof, encryptPassStub(passStub, password));
}
