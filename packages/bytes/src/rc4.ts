/**
 * The RC4 stream cipher (RFC 6229 gives its test vectors).
 *
 * It is broken and here only because the wire asks for it: the expert's proof of the password and Standard RDP Security
 * know nothing else. Node's OpenSSL no longer offers it and the libraries that are well kept do not have it, hence ours.
 */
export class Rc4 {
  readonly #state = new Uint8Array(256);
  #i = 0;
  #j = 0;

  /**
   * @param key 1 to 256 bytes
   * @throws RangeError for a key of another length, which is a fault of the caller and not of the wire
   */
  constructor(key: Uint8Array) {
    if (key.length < 1 || key.length > 256) throw new RangeError('an RC4 key has 1 to 256 bytes');
    const state = this.#state;
    for (let i = 0; i < 256; i++) state[i] = i;
    for (let i = 0, j = 0; i < 256; i++) {
      const swapped = state[i]!;
      j = (j + swapped + key[i % key.length]!) & 0xff;
      state[i] = state[j]!;
      state[j] = swapped;
    }
  }

  /** Enciphers or deciphers `bytes` where they are; the next call goes on with the key stream where this one stopped. */
  apply(bytes: Uint8Array): void {
    const state = this.#state;
    let i = this.#i;
    let j = this.#j;
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 0xff;
      const a = state[i]!;
      j = (j + a) & 0xff;
      const b = state[j]!;
      state[i] = b;
      state[j] = a;
      bytes[at]! ^= state[(a + b) & 0xff]!;
    }
    this.#i = i;
    this.#j = j;
  }
}
