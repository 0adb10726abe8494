import { endianness } from 'node:os';

/** Numbers of a connection are in this machine's own byte order: xcb asks the server for it at setup. */
const LITTLE_ENDIAN = endianness() === 'LE';

/** Fields of a reply, event or error as the server sent it. Offsets are those of the protocol documents, in bytes. */
export class Fields {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(offset: number): number {
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    return this.#view.getUint16(offset, LITTLE_ENDIAN);
  }

  i16(offset: number): number {
    return this.#view.getInt16(offset, LITTLE_ENDIAN);
  }

  u32(offset: number): number {
    return this.#view.getUint32(offset, LITTLE_ENDIAN);
  }
}
