import { Library, type Pointer } from './library.js';

export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const MAP_SHARED = 1;
/** What `mmap` gives instead of an address when it fails: (void *)-1. */
export const MAP_FAILED = 0xffff_ffff_ffff_ffffn;
export const MFD_CLOEXEC = 1;
/** `madvise`: gives the pages of a shared mapping back now; they read as zeros after it. */
export const MADV_REMOVE = 9;
export const AF_UNIX = 1;

/** C's own functions, of the libc that Node itself runs on. Linux only: `memfd_create`. */
function load() {
  return new Library(null, 'libc6').functions('', {
    memcpy: ['void *', 'void *', 'void *', 'size_t'],
    free: ['void', 'void *'],
    memfd_create: ['int32', 'str', 'uint32'],
    ftruncate: ['int32', 'int32', 'int64'],
    mmap: ['void *', 'void *', 'size_t', 'int32', 'int32', 'int32', 'int64'],
    munmap: ['int32', 'void *', 'size_t'],
    madvise: ['int32', 'void *', 'size_t', 'int32'],
    getsockname: ['int32', 'int32', 'void *', 'void *'],
  });
}

let loaded: ReturnType<typeof load> | undefined;

export function libc(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

/** Copies `length` bytes out of native memory. */
export function copyOut(from: Pointer, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  libc().memcpy(bytes, from, length);
  return bytes;
}
