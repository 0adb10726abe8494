import type { AssistChannels } from '../channels.js';
import { RateLimit } from '../rate-limit.js';
import type { RcCommand } from '../remdesk/rccommand.js';
import type { FileDeclineReason, FileEvent, FileFailureCode } from './events.js';
import { safeFileName } from './file-name.js';
import { IncomingFile } from './incoming-file.js';
import { OutgoingFile } from './outgoing-file.js';
import {
  encodeWord,
  FILE_BLOCK,
  FILEXFER,
  type FileDialect,
  type FileOffer,
  type FileWord,
  offerAttributes,
  piecesOf,
  readOffer,
} from './wire.js';

/** Largest file that is taken, in bytes: the largest that every file system and a FILESIZE of 32 bits have room for. */
export const FILE_SIZE_LIMIT = 2 ** 32 - 1;

/** What a role wants of files. */
export interface FileTransfersOptions {
  readonly role: 'novice' | 'expert';
  /** Asked at each offer, since the version of the protocol shows only when the other side has spoken. */
  readonly dialect: () => FileDialect;
  /** Why an offered file is to be declined without a question, by the role's own rules; undefined: ask. Default: ask always. */
  readonly whyNot?: (now: number) => FileDeclineReason | undefined;
  /** Largest file that is taken, in bytes. Default {@link FILE_SIZE_LIMIT}. */
  readonly maxSize?: number;
}

/**
 * The files of one session, for either role: one at a time in each direction, and one altogether where both share a channel.
 *
 * It neither reads nor writes files. Nothing here grows with what the other side claims: a file that comes in is handed on
 * block by block, and one that goes out is asked for by nobody but whoever has it, who watches the queue of its link.
 *
 * What belongs to no open transfer is dropped without the answer that [MS-RA] 3.10.5 wants: blocks are on their way for a while
 * after this side has called a transfer off, and an answer to them would be taken for one to the next offer.
 */
export class FileTransfers {
  readonly #channels: Pick<AssistChannels, 'command' | 'file'>;
  readonly #options: FileTransfersOptions;
  readonly #emit: (event: FileEvent) => void;
  /** A person answers in seconds; what comes faster than this comes from a program. */
  readonly #offers = new RateLimit(6, 0.2);
  #incoming: IncomingFile | undefined;
  #outgoing: OutgoingFile | undefined;
  #count = 0;

  constructor(
    channels: Pick<AssistChannels, 'command' | 'file'>,
    options: FileTransfersOptions,
    emit: (event: FileEvent) => void,
  ) {
    this.#channels = channels;
    this.#options = options;
    this.#emit = emit;
  }

  /**
   * Offers a file to the other side.
   *
   * @param file its name, and its size in bytes, which is how many have to be sent
   * @returns what stands for it from here on; undefined: it was not offered, since another one is under way
   */
  offer({ name, size }: { readonly name: string; readonly size: number }, now: number): string | undefined {
    if (this.#outgoing) return undefined;
    const channel = this.#options.dialect().channel(this.#options.role, this.#count + 1, now);
    if (this.#incoming?.channel === channel) return undefined;
    const outgoing = new OutgoingFile(String(++this.#count), channel, size);
    this.#outgoing = outgoing;
    this.#channels.command(FILEXFER, offerAttributes({ name, size, channel }));
    return outgoing.id;
  }

  /**
   * Answers `file-offered`.
   *
   * @returns true when blocks come from here on; false when not, also because the offer no longer stands
   */
  answer(id: string, yes: boolean): boolean {
    const incoming = this.#incoming;
    if (incoming?.id !== id || incoming.accepted) return false;
    if (yes) incoming.accept();
    else this.#incoming = undefined;
    this.#say(incoming.channel, yes ? 'FILEXFERACK' : 'FILEXFERREJECT');
    return yes;
  }

  /**
   * Sends the next bytes of a file that was accepted; the last ones are followed by the end and `file-done`.
   *
   * @param bytes at most {@link FILE_BLOCK}; they are copied
   * @returns false when the transfer no longer stands
   * @throws RangeError when there are more bytes than the block or the file may have
   */
  block(id: string, bytes: Uint8Array): boolean {
    const outgoing = this.#outgoing;
    if (outgoing?.id !== id || !outgoing.accepted) return false;
    if (bytes.length > FILE_BLOCK) throw new RangeError(`a block of ${bytes.length} bytes`);
    outgoing.count(bytes.length);
    for (const piece of piecesOf(bytes, this.#options.dialect().block)) this.#channels.file(outgoing.channel, piece);
    this.#finishIfComplete(outgoing);
    return true;
  }

  /** Calls a transfer off, or an offer of either side that is not answered yet. False when there is none. */
  cancel(id: string): boolean {
    const transfer = this.#take(id);
    if (!transfer) return false;
    this.#say(transfer.channel, 'FILEXFERREJECT');
    this.#emit({ type: 'file-cancelled', id, by: 'us' });
    return true;
  }

  /** Calls off every offer that is not answered yet; what has begun goes on. */
  cancelOffers(): void {
    for (const transfer of [this.#incoming, this.#outgoing]) if (transfer?.accepted === false) this.cancel(transfer.id);
  }

  /** The session is over: every transfer is cancelled, and nothing is said about it any more. */
  end(): void {
    for (const transfer of [this.#incoming, this.#outgoing]) {
      if (transfer && this.#take(transfer.id)) this.#emit({ type: 'file-cancelled', id: transfer.id, by: 'end' });
    }
  }

  /**
   * Takes a command of the inner channel `71`.
   *
   * @returns whether it was about files
   * @throws ProtocolError naming the attribute of an offer that has no valid form
   */
  command(command: RcCommand, now: number): boolean {
    if (command.name !== FILEXFER) return false;
    this.#offered(readOffer(command), now);
    return true;
  }

  /** Takes a message of an inner channel that is none of the session's own. */
  message(channel: string, data: Uint8Array): void {
    if (this.#outgoing?.channel === channel) this.#answered(this.#outgoing, data);
    else if (this.#incoming?.channel === channel) this.#received(this.#incoming, data);
  }

  #offered(offer: FileOffer, now: number): void {
    // A second offer over a channel on which a file is under way: a refusal of it would be taken for one of the file.
    for (const transfer of [this.#incoming, this.#outgoing]) {
      if (transfer?.channel !== offer.channel || (transfer === this.#outgoing && !transfer.accepted)) continue;
      this.#fail(transfer.id, 'out-of-sequence');
      return;
    }
    const name = safeFileName(offer.name);
    const { size } = offer;
    const timely = this.#offers.allow(now);
    const why = this.#declined(offer) ?? (timely ? this.#options.whyNot?.(now) : 'too-soon');
    if (why !== undefined) {
      this.#say(offer.channel, 'FILEXFERREJECT');
      if (timely) this.#emit({ type: 'file-declined', name, size, why });
      return;
    }
    this.#incoming = new IncomingFile(String(++this.#count), offer);
    this.#emit({ type: 'file-offered', id: this.#incoming.id, name, size });
  }

  #declined({ size, channel, internal }: FileOffer): FileDeclineReason | undefined {
    if (internal) return 'internal-data';
    const limit = Math.min(this.#options.maxSize ?? FILE_SIZE_LIMIT, this.#options.dialect().largest ?? Number.POSITIVE_INFINITY);
    if (size > limit) return 'too-large';
    // Both sides offered at the same moment over the same channel: each refuses the other's.
    return this.#incoming || this.#outgoing?.channel === channel ? 'busy' : undefined;
  }

  #answered(outgoing: OutgoingFile, data: Uint8Array): void {
    const { id } = outgoing;
    switch (outgoing.take(data)) {
      case 'accepted':
        this.#emit({ type: 'file-accepted', id });
        this.#finishIfComplete(outgoing);
        break;
      case 'refused':
        this.#take(id);
        this.#emit({ type: 'file-refused', id });
        break;
      case 'cancelled':
        this.#take(id);
        this.#emit({ type: 'file-cancelled', id, by: 'them' });
        break;
      case 'out-of-sequence':
        this.#fail(id, 'out-of-sequence');
        break;
    }
  }

  #received(incoming: IncomingFile, data: Uint8Array): void {
    const { id } = incoming;
    const step = incoming.take(data);
    switch (step.type) {
      case 'block':
        this.#emit({ type: 'file-block', id, bytes: step.bytes });
        break;
      case 'done':
        this.#take(id);
        this.#emit({ type: 'file-done', id });
        break;
      case 'cancelled':
        this.#take(id);
        this.#emit({ type: 'file-cancelled', id, by: 'them' });
        break;
      case 'failed':
        this.#fail(id, step.code);
        break;
    }
  }

  /** Unless the listener has called it off meanwhile. */
  #finishIfComplete(outgoing: OutgoingFile): void {
    if (!outgoing.complete || !this.#take(outgoing.id)) return;
    this.#say(outgoing.channel, 'FILEXFEREND');
    this.#emit({ type: 'file-done', id: outgoing.id });
  }

  #fail(id: string, code: FileFailureCode): void {
    const transfer = this.#take(id);
    if (!transfer) return;
    this.#say(transfer.channel, 'FILEXFERREJECT');
    this.#emit({ type: 'file-failed', id, code });
  }

  /** The transfer, which is open no longer; undefined when it was not. */
  #take(id: string): IncomingFile | OutgoingFile | undefined {
    const incoming = this.#incoming?.id === id ? this.#incoming : undefined;
    const outgoing = this.#outgoing?.id === id ? this.#outgoing : undefined;
    if (incoming) this.#incoming = undefined;
    if (outgoing) this.#outgoing = undefined;
    return incoming ?? outgoing;
  }

  #say(channel: string, word: FileWord): void {
    this.#channels.file(channel, encodeWord(word));
  }
}
