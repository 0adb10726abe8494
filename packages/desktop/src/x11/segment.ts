import { closeSync } from 'node:fs';
import koffi from 'koffi';
import type { Connection, Extension } from './connection.js';
import { libc, MADV_REMOVE, MAP_FAILED, MAP_SHARED, MFD_CLOEXEC, PROT_READ, PROT_WRITE } from './ffi/libc.js';
import type { Pointer } from './ffi/library.js';
import type { SHM } from './ffi/requests.js';

/**
 * Mappings end when nobody can read them any more. Ending one while a picture of it is still in somebody's hands would
 * end the process at their next read.
 */
const mappings = new FinalizationRegistry<{ address: Pointer; length: number }>(({ address, length }) => {
  libc().munmap(address, length);
});

/** Memory that the X server draws into and this process reads. It has no name in the system, so nothing is left of it after a crash. */
export class Segment {
  /** What the server wrote. All zero, and no longer written to, after {@link free}. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** The server's id of it. */
  readonly id: number;
  readonly #address: Pointer;
  readonly #shm: Extension<typeof SHM>;

  /**
   * @param length bytes
   * @throws XError when the server does not take it
   * @throws DesktopError `lost`
   */
  static async create(connection: Connection, shm: Extension<typeof SHM>, length: number): Promise<Segment> {
    const fd = libc().memfd_create('beside-screen', MFD_CLOEXEC);
    if (fd < 0) throw systemError('memfd_create');
    let address: Pointer | null = null;
    // Writable too, though only the server writes: who does by mistake spoils a picture instead of ending the process.
    if (libc().ftruncate(fd, length) === 0) address = libc().mmap(null, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (address === null || address === MAP_FAILED) {
      const error = systemError('mmap');
      closeSync(fd);
      throw error;
    }
    const segment = new Segment(connection, shm, address, length);
    try {
      // xcb closes the descriptor once it is sent.
      await connection.done(shm.requests.attach_fd(segment.id, fd, 0));
      return segment;
    } catch (error) {
      segment.free();
      throw error;
    }
  }

  private constructor(connection: Connection, shm: Extension<typeof SHM>, address: Pointer, length: number) {
    this.#shm = shm;
    this.#address = address;
    this.id = connection.id();
    const buffer = koffi.view(address, length);
    mappings.register(buffer, { address, length });
    this.pixels = new Uint8Array(buffer);
  }

  /** Gives the memory back, also to a server that is gone. */
  free(): void {
    this.#shm.requests.detach(this.id);
    libc().madvise(this.#address, this.pixels.length, MADV_REMOVE);
  }
}

function systemError(call: string): Error {
  return new Error(`no memory for the picture of the screen: ${call} failed with error ${koffi.errno()}`);
}
