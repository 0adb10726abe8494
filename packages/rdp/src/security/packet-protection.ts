import { Rc4 } from '@beside/bytes';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { updateSessionKey } from './session-keys.js';

/** Bytes of the MAC in front of the data ([MS-RDPBCGR] 2.2.8.1.1.2.2). */
export const MAC_LENGTH = 8;
/** Packets under one key ([MS-RDPBCGR] 5.3.7). */
const PACKETS_A_KEY = 4096;

/** Encryption and integrity of one direction of a connection ([MS-RDPBCGR] 5.3.6), packet by packet and in their order. */
export class PacketProtection {
  readonly #initialKey: Uint8Array;
  #key: Uint8Array;
  #cipher: Rc4;
  /** Packets under the present key. */
  #used = 0;
  /** All packets, modulo 2^32; a new key does not begin it again. */
  #count = 0;
  /** MACKey + Pad1 + DataLength, the last for each packet anew. */
  readonly #inner = new Uint8Array(16 + 40 + 4);
  readonly #innerView = new DataView(this.#inner.buffer);
  /** MACKey + Pad2. */
  readonly #outer = new Uint8Array(16 + 48);
  readonly #salt = new Uint8Array(4);
  readonly #saltView = new DataView(this.#salt.buffer);

  /**
   * @param macKey 16 bytes
   * @param key the direction's first key, 16 bytes
   */
  constructor(macKey: Uint8Array, key: Uint8Array) {
    this.#initialKey = key;
    this.#key = key;
    this.#cipher = new Rc4(key);
    this.#inner.set(macKey);
    this.#inner.fill(0x36, 16, 56);
    this.#outer.set(macKey);
    this.#outer.fill(0x5c, 16);
  }

  /** Enciphers the next packet's data where they are and puts their MAC into `signature`, 8 bytes. */
  seal(data: Uint8Array, signature: Uint8Array, salted: boolean): void {
    signature.set(this.#mac(data, salted).subarray(0, MAC_LENGTH));
    this.#apply(data);
  }

  /** Deciphers the next packet's data where they are. Returns false when `signature` is not theirs. */
  open(data: Uint8Array, signature: Uint8Array, salted: boolean): boolean {
    const count = this.#count;
    this.#apply(data);
    const mac = this.#mac(data, salted, count);
    // Every byte is looked at, so that the time says nothing of where they differ.
    let different = 0;
    for (let i = 0; i < MAC_LENGTH; i++) different |= mac[i]! ^ signature[i]!;
    return different === 0;
  }

  /**
   * MACSignature, or SaltedMACSignature ([MS-RDPBCGR] 5.3.6.1, 5.3.6.1.1).
   *
   * @param count packets before this one
   */
  #mac(data: Uint8Array, salted: boolean, count = this.#count): Uint8Array {
    this.#innerView.setUint32(56, data.length, true);
    const inner = sha1.create().update(this.#inner).update(data);
    if (salted) {
      this.#saltView.setUint32(0, count, true);
      inner.update(this.#salt);
    }
    return md5.create().update(this.#outer).update(inner.digest()).digest();
  }

  #apply(data: Uint8Array): void {
    if (this.#used === PACKETS_A_KEY) {
      this.#key = updateSessionKey(this.#initialKey, this.#key);
      this.#cipher = new Rc4(this.#key);
      this.#used = 0;
    }
    this.#cipher.apply(data);
    this.#used++;
    this.#count = (this.#count + 1) >>> 0;
  }
}
