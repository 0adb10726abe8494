/**
 * Files on the wire ([MS-RA] 2.2.2, 2.2.3, 3.9.5, 3.10.5): an offer on the inner channel `71`, and on an inner channel of the
 * file's own the answer, the blocks and the end.
 *
 * The documents are silent on what follows here, and no capture of Windows was at hand:
 *
 * - Whether the words end in NUL. Chat does (3.11.5) and every command of Windows; they are sent with it and understood without.
 * - How a block is told from a word that it happens to spell. The receiver only compares (3.10.5), so a sender never lets a
 *   block begin with a word: {@link piecesOf}. And a receiver that waits for exactly as many bytes as such a block has takes
 *   it for the file's last: {@link wordOf}.
 * - Whose transfer a FILEXFERREJECT ends when a file goes each way over `RA_FX`. There is one file at a time (3.9), so over one
 *   name none is offered while another is under way; between Besides every transfer has a name of its own.
 * - Which address a novice writes into the name of version 1. A receiver only repeats that name; it is 0.0.0.0 here.
 */
import { fromUtf16, ProtocolError, utf16 } from '@beside/bytes';
import { CHAT } from '../remdesk/chat.js';
import { RC_CTL } from '../remdesk/rc-ctl.js';
import { COMMANDS, type RcCommand } from '../remdesk/rccommand.js';

/** The command on `71` that offers a file. */
export const FILEXFER = 'FILEXFER';

/** Most that is handed to a sender at once, in bytes; with its headers it stays far below the 64 KiB of a channel message. */
export const FILE_BLOCK = 32 * 1024;

/** What is said on a file's channel ([MS-RA] 2.2.3). */
export type FileWord = 'FILEXFERACK' | 'FILEXFERREJECT' | 'FILEXFEREND';
const WORDS: readonly FileWord[] = ['FILEXFERACK', 'FILEXFERREJECT', 'FILEXFEREND'];
const ENCODED = new Map(WORDS.map((word) => [word, utf16(`${word}\0`)] as const));

/** How files go in one way of connecting and version of the protocol. */
export interface FileDialect {
  /** Bytes of a block as it is sent; the last one of a file is shorter. */
  readonly block: number;
  /** Largest file that can be received, in bytes; undefined: the receiver's own limit alone. */
  readonly largest?: number;
  /** The inner channel of the `number`th file that this role sends; `now` in ms since 1970. */
  readonly channel: (role: 'novice' | 'expert', number: number, now: number) => string;
}

/**
 * Between two Besides: larger blocks, and a name for each transfer, so that files go both ways at once and nothing that is
 * said late about one of them is taken for the next.
 */
const BESIDE: FileDialect = { block: FILE_BLOCK, channel: (role, number) => `RA_FX.${role === 'expert' ? 'E' : 'N'}${number}` };
/** Version 2. */
const VERSION_2: FileDialect = { block: 1024, channel: () => 'RA_FX' };
/**
 * Version 1. Its blocks have 409,600 bytes, more than a channel message may have here, so that only a file which is its own
 * last block can be received. What is sent goes in the blocks of version 2: a receiver takes them as they come.
 */
const VERSION_1: FileDialect = {
  block: 1024,
  largest: 60 * 1024,
  channel: (role, _number, now) => `${role === 'expert' ? '1000' : '0.0.0.0'}.${Math.floor(now / 1000)}`,
};

/** The dialect for a way and the version of [MS-RA] that is spoken on it. */
export function fileDialect(way: 'beside' | 'rdp', version: 1 | 2): FileDialect {
  if (way === 'beside') return BESIDE;
  return version === 1 ? VERSION_1 : VERSION_2;
}

/** An offer, as it stands in a FILEXFER command. */
export interface FileOffer {
  /** As the sender wrote it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The inner channel that the answer is awaited on. */
  readonly channel: string;
  /** For the receiver's program and not for a person; version 3. */
  readonly internal: boolean;
}

/** The attributes of an offer. The name loses what XML cannot hold. */
export function offerAttributes({ name, size, channel }: Omit<FileOffer, 'internal'>): [string, string][] {
  return [
    ['FILENAME', name.replace(/\p{Cc}/gu, '')],
    ['FILESIZE', String(size)],
    ['CHANNELID', channel],
  ];
}

/** @throws ProtocolError naming the attribute that is missing or has no valid form */
export function readOffer({ attributes }: RcCommand): FileOffer {
  const required = (key: string) => {
    const value = attributes.get(key);
    if (value === undefined) throw new ProtocolError(`rccommand.${key}`, 'missing');
    return value;
  };
  const digits = required('FILESIZE').trim();
  const size = Number(digits);
  if (!/^[0-9]{1,16}$/.test(digits) || !Number.isSafeInteger(size)) throw new ProtocolError('rccommand.FILESIZE', 'not a size');
  const channel = required('CHANNELID');
  // 31 characters and the NUL fill the header; the other inner channels have meanings of their own.
  const reserved = channel === RC_CTL || channel === CHAT || channel === COMMANDS;
  if (!/^[\x21-\x7e]{1,31}$/.test(channel) || reserved) {
    throw new ProtocolError('rccommand.CHANNELID', 'not the name of a channel for files');
  }
  const internal = !['', '0'].includes(attributes.get('INTERNALDATA')?.trim() ?? '');
  return { name: required('FILENAME'), size, channel, internal };
}

/** The data of a message that says `word`. */
export function encodeWord(word: FileWord): Uint8Array {
  return ENCODED.get(word)!;
}

/**
 * The word that a message on a file's channel says; undefined: it is a block.
 *
 * @param awaited bytes that the file still lacks: a message that is exactly those is the last block whatever it spells, unless
 *   it spells the end of the transfer by a cancellation, after which nothing else would come
 */
export function wordOf(data: Uint8Array, awaited?: number): FileWord | undefined {
  // No word is longer, so that blocks are not turned into text.
  if (data.length > 30) return undefined;
  const text = fromUtf16(data).replace(/\0$/, '');
  const word = WORDS.find(
    (known) => known === text && (data.length === 2 * known.length || data.length === 2 * known.length + 2),
  );
  return data.length === awaited && word !== 'FILEXFERREJECT' ? undefined : word;
}

/** A block in pieces of at most `size` bytes, in order and as views, none of which begins with a word. */
export function* piecesOf(block: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < block.length; ) {
    const piece = block.subarray(at, at + size);
    // Ten bytes of a word are none, nor is what follows them.
    const length = spellsWord(piece) ? 10 : piece.length;
    yield piece.subarray(0, length);
    at += length;
  }
}

function spellsWord(piece: Uint8Array): boolean {
  for (const word of ENCODED.values()) {
    const length = word.length - 2;
    if (piece.length >= length && word.subarray(0, length).every((byte, i) => byte === piece[i])) return true;
  }
  return false;
}
