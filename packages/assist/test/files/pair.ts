import { AssistChannels } from '../../src/channels.js';
import type { FileEvent } from '../../src/files/events.js';
import { FileTransfers, type FileTransfersOptions } from '../../src/files/file-transfers.js';
import { type FileDialect, fileDialect } from '../../src/files/wire.js';
import { decodeRemdesk } from '../../src/remdesk/header.js';
import { COMMANDS, decodeCommand } from '../../src/remdesk/rccommand.js';

export const DIALECTS: Readonly<Record<string, FileDialect>> = {
  'between Besides': fileDialect('beside', 2),
  'by version 2': fileDialect('rdp', 2),
  'by version 1': fileDialect('rdp', 1),
};

/** One side of a session's files, with what it told and what it says to the other side. */
export class Side {
  readonly files: FileTransfers;
  readonly events: FileEvent[] = [];
  /** Messages on the way to the other side: inner channel and data. */
  readonly sent: { readonly channel: string; readonly data: Uint8Array }[] = [];
  /** What came, of the file that comes in. */
  received: number[] = [];
  /** Called for each event after it is kept; tests answer from inside by it. */
  during: (event: FileEvent) => void = () => {};
  now = 1_000_000;

  constructor(options: Omit<FileTransfersOptions, 'dialect'>, dialect: FileDialect) {
    const channels = new AssistChannels((_name, bytes) => this.sent.push(decodeRemdesk(bytes)) > 0);
    this.files = new FileTransfers(channels, { ...options, dialect: () => dialect }, (event) => {
      this.events.push(event.type === 'file-block' ? { ...event, bytes: event.bytes.slice() } : event);
      if (event.type === 'file-offered') this.received = [];
      if (event.type === 'file-block') this.received.push(...event.bytes);
      this.during(event);
    });
  }

  /** The last offer's number. */
  get offered(): string {
    return this.events.findLast((event) => event.type === 'file-offered')?.id ?? '';
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  hear({ channel, data }: { readonly channel: string; readonly data: Uint8Array }): void {
    if (channel === COMMANDS) this.files.command(decodeCommand(data), this.now);
    else this.files.message(channel, data);
  }
}

/** A novice and an expert that hear each other when {@link Pair.deliver} is called. */
export class Pair {
  readonly novice: Side;
  readonly expert: Side;

  constructor(dialect = DIALECTS['between Besides']!, options: Partial<FileTransfersOptions> = {}) {
    this.novice = new Side({ ...options, role: 'novice' }, dialect);
    this.expert = new Side({ ...options, role: 'expert' }, dialect);
  }

  /** Until neither has anything more to say. */
  deliver(): this {
    while (this.novice.sent.length + this.expert.sent.length > 0) {
      for (const message of this.novice.sent.splice(0)) this.expert.hear(message);
      for (const message of this.expert.sent.splice(0)) this.novice.hear(message);
    }
    return this;
  }

  /** The expert has offered a file and the novice wants it. */
  begun(size: number): string {
    const id = this.expert.files.offer({ name: 'a.bin', size }, this.expert.now)!;
    this.deliver();
    this.novice.files.answer(this.novice.offered, true);
    this.deliver();
    return id;
  }
}
