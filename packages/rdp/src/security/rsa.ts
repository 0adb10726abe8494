/** An RSA public key as RDP has it: numbers are little-endian. */
export interface RsaPublicKey {
  /** Little-endian, without padding; its length is that of every block. */
  readonly modulus: Uint8Array;
  readonly exponent: number;
}

/**
 * RSA's public operation without any padding, as [MS-RDPBCGR] 5.3.4.1 wants it.
 *
 * @param block little-endian number below the modulus
 * @returns little-endian, as long as the modulus
 */
export function rsaPublic({ modulus, exponent }: RsaPublicKey, block: Uint8Array): Uint8Array {
  return rsaRaw(block, BigInt(exponent), modulus);
}

/** `block ^ exponent mod modulus`; little-endian numbers, the result is as long as the modulus. */
export function rsaRaw(block: Uint8Array, exponent: bigint, modulus: Uint8Array): Uint8Array {
  const n = fromLittleEndian(modulus);
  let result = 1n;
  let base = fromLittleEndian(block) % n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return toLittleEndian(result % n, modulus.length);
}

/** The number that little-endian bytes say. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  let hex = '0x0';
  for (let i = bytes.length - 1; i >= 0; i--) hex += bytes[i]!.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** @throws RangeError the number does not fit `length` bytes */
function toLittleEndian(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(2 * length, '0');
  if (hex.length > 2 * length) throw new RangeError(`the number does not fit ${length} bytes`);
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(hex.length - 2 * i - 2, hex.length - 2 * i), 16));
}
