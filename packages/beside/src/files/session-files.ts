import { basename } from 'node:path';
import { FILE_BLOCK, type FileEvent } from '@beside/assist';
import { displayableName } from '@beside/bytes';
import { Download } from './download.js';
import { type FileError, readError, writeError } from './file-error.js';
import type { FileDirection, FileReport, ReportedFile } from './report.js';
import { Upload } from './upload.js';
import { DISAGREEMENTS } from './wording.js';

/** What of either engine is about files; times are the link's. */
export interface FileEngine {
  offerFile(file: { readonly name: string; readonly size: number }, now: number): string | undefined;
  answerFile(id: string, yes: boolean, now: number): boolean;
  fileBlock(id: string, bytes: Uint8Array, now: number): boolean;
  cancelFile(id: string, now: number): boolean;
}

/** What of either side's link is needed. */
interface FileLink {
  run(call: (engine: FileEngine, now: number) => void): void;
  queuedBytes(): number;
  setReading(on: boolean): void;
}

export interface SessionFilesOptions {
  readonly link: FileLink;
  /** Where files go that come in. */
  readonly downloads: string;
  readonly tell: (report: FileReport) => void;
  /** What a person is told when the engine offers no file just now. */
  readonly notNow: string;
  /** Shortest time between two reports of progress, in ms. */
  readonly progressEvery: number;
}

/** Shortest time between two reports of progress, in ms: programs draw a bar, and people read lines. */
export const PROGRESS_EVERY = { programs: 250, people: 5000 } as const;

/** Bytes waiting for the disk above which nothing is read from the other side, and below which it is again. */
const DISK_QUEUE = { full: 1024 * 1024, low: 256 * 1024 } as const;

interface Transfer {
  readonly id: string;
  readonly reported: ReportedFile;
  bytes: number;
  /** When progress was told last, by `performance.now`. */
  toldAt: number;
}
interface Incoming extends Transfer {
  answered: boolean;
  download?: Download;
}
interface Outgoing extends Transfer {
  readonly upload: Upload;
}

/** Whether an engine's event is for {@link SessionFiles.on}. */
export function isFileEvent<Event extends { readonly type: string }>(event: Event | FileEvent): event is FileEvent {
  return event.type.startsWith('file-');
}

/**
 * The files of one session, between its engine and the disk, for either role.
 *
 * Give it every event that the engine has about files, `drained` of the link, and at the end `close`. What comes in is asked
 * about by whoever reads `file-offered`, and answered by {@link answer}. No more of a file is in memory than a block that
 * goes out, or what waits for the disk, which is limited by not reading on.
 */
export class SessionFiles {
  readonly #options: SessionFilesOptions;
  #incoming: Incoming | undefined;
  #outgoing: Outgoing | undefined;
  /** Everything that is still at work on the disk. */
  readonly #tasks = new Set<Promise<unknown>>();
  #wake: (() => void) | undefined;
  /** Nothing is read from the other side: the disk is behind. */
  #holding = false;
  #opening = false;
  #closed = false;

  constructor(options: SessionFilesOptions) {
    this.#options = options;
  }

  /** Takes an event of the engine. */
  on(event: FileEvent): void {
    switch (event.type) {
      case 'file-offered':
        this.#incoming = { ...begun(event.id, 'incoming', event.name, event.size), answered: false };
        this.#tell({ event: 'file-offered', ...this.#incoming.reported });
        break;
      case 'file-declined':
        this.#tell({ event: 'file-declined', direction: 'incoming', file: event.name, size: event.size, why: event.why });
        break;
      case 'file-accepted':
        this.#accepted(event.id);
        break;
      case 'file-block':
        this.#received(event.id, event.bytes);
        break;
      case 'file-done':
        this.#done(event.id);
        break;
      default:
        this.#cameToNothing(event);
    }
  }

  /** The person's answer to the file that is offered; without effect when none is any more. */
  answer(yes: boolean): void {
    const incoming = this.#incoming;
    if (incoming === undefined || incoming.answered) return;
    incoming.answered = true;
    if (yes) {
      this.#work(this.#receive(incoming));
      return;
    }
    this.#incoming = undefined;
    this.#run((engine, now) => engine.answerFile(incoming.id, false, now));
    this.#tell({ event: 'file-refused', ...incoming.reported });
  }

  /**
   * Offers a file to the other side, and sends it if that wants it. Everything that comes of it is told.
   *
   * @returns once it is offered, or is not; `over` resolves when nothing reads the file any more
   */
  async send(path: string): Promise<{ readonly over: Promise<void> }> {
    const upload = await this.#work(this.#offer(path));
    return { over: upload?.closed ?? Promise.resolve() };
  }

  /** Calls off what is under way, in both directions; false when nothing is. */
  cancel(): boolean {
    const ids = [this.#incoming, this.#outgoing].flatMap((transfer) => transfer?.id ?? []);
    for (const id of ids) this.#run((engine, now) => engine.cancelFile(id, now));
    return ids.length > 0;
  }

  /** Everything that waited in the link is out. */
  drained(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** The engine has ended. Resolves once nothing is open any more, and what did not come whole is taken away. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const transfer of [this.#incoming, this.#outgoing]) {
      if (transfer) this.#cameToNothing({ type: 'file-cancelled', id: transfer.id, by: 'end' });
    }
    this.drained();
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  async #offer(path: string): Promise<Upload | undefined> {
    const file = displayableName(basename(path));
    const reported = { direction: 'outgoing', file, size: 0 } as const;
    const notNow = (message: string) => this.#tell({ event: 'file-failed', ...reported, code: 'not-now', message });
    if (this.#outgoing || this.#opening) {
      notNow('Another one is on its way. Wait until it is there, or call it off.');
      return undefined;
    }
    this.#opening = true;
    let upload: Upload;
    try {
      upload = await Upload.open(path);
    } catch (error) {
      this.#tellFailed({ reported }, readError(error, path));
      return undefined;
    } finally {
      this.#opening = false;
    }
    let id: string | undefined;
    this.#run((engine, now) => {
      id = engine.offerFile(upload, now);
    });
    if (id === undefined || this.#closed) {
      await upload.close();
      notNow(this.#options.notNow);
      return undefined;
    }
    this.#outgoing = { ...begun(id, 'outgoing', file, upload.size), upload };
    this.#tell({ event: 'file-offered', ...this.#outgoing.reported });
    return upload;
  }

  #accepted(id: string): void {
    const outgoing = this.#outgoing;
    if (outgoing?.id !== id) return;
    this.#tell({ event: 'file-accepted', ...outgoing.reported });
    this.#work(this.#pump(outgoing));
  }

  /** Sends block by block, each when the link has taken nearly all before it: pictures and words go between them. */
  async #pump(outgoing: Outgoing): Promise<void> {
    try {
      while (this.#outgoing === outgoing && outgoing.bytes < outgoing.reported.size) {
        if (this.#options.link.queuedBytes() >= FILE_BLOCK) {
          await this.#untilDrained();
          continue;
        }
        const block = await outgoing.upload.next();
        if (this.#outgoing !== outgoing) return;
        outgoing.bytes += block.length;
        this.#progress(outgoing);
        let sent = false;
        this.#run((engine, now) => {
          sent = engine.fileBlock(outgoing.id, block, now);
        });
        if (!sent) return;
      }
    } catch (error) {
      this.#fail(outgoing, readError(error, outgoing.upload.path));
    }
  }

  async #untilDrained(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #receive(incoming: Incoming): Promise<void> {
    const { downloads: folder } = this.#options;
    const { file: name, size } = incoming.reported;
    let download: Download;
    try {
      download = await Download.begin({
        folder,
        name,
        size,
        waits: (bytes) => this.#hold(bytes),
        failed: (error) => this.#fail(incoming, error),
      });
    } catch (error) {
      // Called off meanwhile, it has been told of already.
      if (!this.#forget(incoming.id)) return;
      this.#run((engine, now) => engine.answerFile(incoming.id, false, now));
      this.#tellFailed(incoming, writeError(error, folder));
      return;
    }
    incoming.download = download;
    let begins = false;
    if (this.#incoming === incoming) {
      this.#run((engine, now) => {
        begins = engine.answerFile(incoming.id, true, now);
      });
    }
    if (begins) this.#tell({ event: 'file-accepted', ...incoming.reported });
    else await download.discard();
  }

  /** The other side has no word of a slow disk; it notices by the stream alone. */
  #hold(waiting: number): void {
    const holds = waiting > (this.#holding ? DISK_QUEUE.low : DISK_QUEUE.full);
    if (holds === this.#holding) return;
    this.#holding = holds;
    this.#options.link.setReading(!holds);
  }

  #received(id: string, bytes: Uint8Array): void {
    const incoming = this.#incoming;
    if (incoming?.id !== id) return;
    incoming.bytes += bytes.length;
    this.#progress(incoming);
    incoming.download?.write(bytes);
  }

  #done(id: string): void {
    if (this.#outgoing?.id === id) {
      const { upload, reported } = this.#outgoing;
      this.#outgoing = undefined;
      this.#work(upload.close());
      this.#tell({ event: 'file-done', ...reported, path: upload.path });
    } else if (this.#incoming?.id === id) {
      const { download, reported } = this.#incoming;
      this.#incoming = undefined;
      if (download) this.#work(this.#finish(download, reported));
    }
  }

  async #finish(download: Download, reported: ReportedFile): Promise<void> {
    try {
      this.#tell({ event: 'file-done', ...reported, path: await download.finish() });
    } catch (error) {
      this.#tellFailed({ reported }, writeError(error, this.#options.downloads));
    }
  }

  /** What the engine says of a transfer that is over, and no file. */
  #cameToNothing(event: Extract<FileEvent, { type: 'file-refused' | 'file-cancelled' | 'file-failed' }>): void {
    const transfer = this.#forget(event.id);
    if (!transfer) return;
    const { reported } = transfer;
    if (event.type === 'file-refused') this.#tell({ event: event.type, ...reported });
    else if (event.type === 'file-cancelled') this.#tell({ event: event.type, ...reported, by: event.by });
    else this.#tell({ event: event.type, ...reported, code: event.code, message: DISAGREEMENTS[event.code] });
  }

  /** Something is wrong with the file on this side: the other one is told that it is called off. */
  #fail(transfer: Transfer, error: FileError): void {
    if (!this.#forget(transfer.id)) return;
    this.#run((engine, now) => engine.cancelFile(transfer.id, now));
    this.#tellFailed(transfer, error);
  }

  #tellFailed({ reported }: Pick<Transfer, 'reported'>, { code, message }: FileError): void {
    this.#tell({ event: 'file-failed', ...reported, code, message });
  }

  /** The transfer is over; what it holds is let go of. Undefined when it was over already. */
  #forget(id: string): Transfer | undefined {
    const incoming = this.#incoming?.id === id ? this.#incoming : undefined;
    const outgoing = this.#outgoing?.id === id ? this.#outgoing : undefined;
    if (incoming) {
      this.#incoming = undefined;
      if (incoming.download) this.#work(incoming.download.discard());
    }
    if (outgoing) {
      this.#outgoing = undefined;
      this.drained();
      this.#work(outgoing.upload.close());
    }
    return incoming ?? outgoing;
  }

  #progress(transfer: Transfer): void {
    const now = performance.now();
    if (now - transfer.toldAt < this.#options.progressEvery) return;
    transfer.toldAt = now;
    this.#tell({ event: 'file-progress', ...transfer.reported, bytes: transfer.bytes });
  }

  #run(call: (engine: FileEngine, now: number) => void): void {
    this.#options.link.run(call);
  }

  #tell(report: FileReport): void {
    this.#options.tell(report);
  }

  /** Keeps count of it, for {@link close}. */
  #work<Result>(task: Promise<Result>): Promise<Result> {
    this.#tasks.add(task);
    return task.finally(() => this.#tasks.delete(task));
  }
}

function begun(id: string, direction: FileDirection, file: string, size: number): Transfer {
  return { id, reported: { direction, file, size }, bytes: 0, toldAt: performance.now() };
}
