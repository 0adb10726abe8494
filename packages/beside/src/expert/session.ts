import type { Expert } from '@beside/assist';
import { ProtocolError } from '@beside/bytes';
import type { ExpertLink, LinkError } from '@beside/link';
import type { InputEvent } from '@beside/rdp';
import { isFileEvent, SessionFiles } from '../files/session-files.js';
import type { Connection, ConnectionEvent, ConnectionListener } from './connection.js';
import type { PictureSink, PictureSource } from './picture-sink.js';
import type { ExpertEndedReason, ExpertReporter } from './report.js';
import { type TypedAt, Typist } from './typist.js';

/** How a session went, once it is over. */
export interface SessionOutcome {
  readonly reason: ExpertEndedReason;
  readonly refused: boolean;
}

export interface ExpertSessionOptions<Sink extends PictureSink> {
  readonly report: ExpertReporter;
  /** Makes what takes the pictures. */
  readonly picture: (source: PictureSource) => Sink;
  /** Where files go that come in. */
  readonly downloads: string;
  /** Shortest time between two reports of a file's progress, in ms. */
  readonly progressEvery: number;
  /** The novice offers a file; `answer` takes the person's answer. */
  readonly askFile: (name: string, size: number, answer: (yes: boolean) => void) => void;
  /** Nobody need answer any more. */
  readonly withdrawFile: () => void;
  /** The expert's own words went out. */
  readonly chatSent: (text: string) => void;
  /** Takes a mistake in Beside that ended the session. */
  readonly fault: (error: unknown) => void;
}

/** One session, from the connection that got through to its end: what `Expert` says to picture and report, and back. */
export class ExpertSession<Sink extends PictureSink = PictureSink> implements ConnectionListener, TypedAt {
  readonly picture: Sink;
  readonly #link: ExpertLink<Expert>;
  readonly #options: ExpertSessionOptions<Sink>;
  readonly #files: SessionFiles;
  readonly #typist = new Typist(this);
  readonly #over: Promise<SessionOutcome>;
  #finish: (outcome: SessionOutcome) => void = () => undefined;
  #viewing = false;
  #controlling = false;
  #controlRefused = false;
  #paused = false;
  #refused = false;
  #reason: ExpertEndedReason | undefined;
  /** Told of everything that happens, to look again at what they wait for. */
  readonly #watchers = new Set<() => void>();

  constructor(connection: Connection, options: ExpertSessionOptions<Sink>) {
    this.#options = options;
    this.#link = connection.link;
    this.picture = options.picture({
      acknowledge: (frameId) => this.#link.run((expert) => expert.acknowledgeFrame(frameId)),
      suppress: (suppressed) => this.#link.run((expert) => expert.suppressOutput(suppressed)),
      refresh: () => this.#link.run((expert) => expert.refresh()),
    });
    this.#files = new SessionFiles({
      link: this.#link,
      downloads: options.downloads,
      tell: options.report,
      notNow:
        'It cannot be offered just now: the other person has not said yes yet, or has paused, or another file is on its way.',
      progressEvery: options.progressEvery,
    });
    this.#over = new Promise((resolve) => {
      this.#finish = resolve;
    });
    connection.listen(this);
  }

  /** Resolves once the session is over and everything is let go of. */
  get over(): Promise<SessionOutcome> {
    return this.#over;
  }

  get ended(): boolean {
    return this.#reason !== undefined;
  }

  get viewing(): boolean {
    return this.#viewing;
  }

  get controlling(): boolean {
    return this.#controlling;
  }

  /** The novice said no to being controlled, or was not asked. */
  get controlRefused(): boolean {
    return this.#controlRefused;
  }

  /** The novice withholds its picture. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Looks whenever something happened; resolves with true once `ready`, with false when the session ends before. */
  until(ready: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        if (!ready() && !this.ended) return;
        this.#watchers.delete(look);
        resolve(ready());
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** False when it was not asked. */
  requestControl(): boolean {
    return this.#run((expert, now) => expert.requestControl(now));
  }

  giveBackControl(): boolean {
    return this.#run((expert, now) => expert.giveBackControl(now));
  }

  /** False when it was not sent. */
  chat(text: string): boolean {
    const sent = this.#run((expert, now) => expert.chat(text, now));
    if (sent) this.#options.chatSent(text);
    return sent;
  }

  /** The expert is writing a chat message, or no longer. */
  typing(typing: boolean): void {
    this.#run((expert, now) => expert.typing(typing, now));
  }

  /** Types a text, as far as control lasts, after those that are being typed; tells, and resolves with, whether all of it went. */
  type(text: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#typist.type(text, (all) => {
        this.#options.report({ event: 'typed', all });
        resolve(all);
      });
    });
  }

  /** False when it was not sent. */
  input(event: InputEvent): boolean {
    return this.#run((expert) => expert.input(event));
  }

  /** @returns as {@link SessionFiles.send} */
  sendFile(path: string): Promise<{ readonly over: Promise<void> }> {
    return this.#files.send(path);
  }

  /** False when there is nothing to call off. */
  callOffFiles(): boolean {
    return this.#files.cancel();
  }

  /** Ends the session; the novice is told. */
  end(): void {
    this.#run((expert, now) => {
      expert.end(now);
      return true;
    });
  }

  event(event: ConnectionEvent): void {
    try {
      this.#on(event);
    } catch (error) {
      // What was sent as a picture is none: the connection cannot be trusted any further.
      if (!(error instanceof ProtocolError)) this.#options.fault(error);
      this.#ended(error instanceof ProtocolError ? 'malformed' : 'fault');
      this.#link.destroy();
    }
    this.#look();
  }

  drained(): void {
    this.#files.drained();
  }

  closed(error: LinkError | undefined): void {
    if (error?.code === 'fault') this.#options.fault(error);
    this.#ended('connection-lost');
    this.#look();
    const outcome = { reason: this.#reason ?? 'connection-lost', refused: this.#refused };
    void this.#files
      .close()
      .catch(this.#options.fault)
      .then(() => this.#finish(outcome));
  }

  #look(): void {
    // Told of every rectangle, and mostly nobody waits.
    if (this.#watchers.size > 0) for (const look of [...this.#watchers]) look();
  }

  #on(event: ConnectionEvent): void {
    const { report } = this.#options;
    if (isFileEvent(event)) {
      this.#files.on(event);
      if (event.type === 'file-offered')
        this.#options.askFile(event.name, event.size, (yes) => {
          this.#files.answer(yes);
        });
      else if (event.type === 'file-cancelled' || event.type === 'file-failed') this.#options.withdrawFile();
      return;
    }
    switch (event.type) {
      case 'resized':
        this.picture.reset(event.width, event.height);
        if (this.#viewing) report({ event: 'resized', width: event.width, height: event.height });
        break;
      case 'viewing':
        this.#viewing = true;
        this.picture.begin();
        report({ event: 'viewing', width: event.width, height: event.height });
        break;
      case 'picture':
        this.picture.paint(event.rects);
        break;
      case 'palette':
        this.picture.setPalette(event.colors);
        break;
      case 'pointer':
        this.picture.setPointer(event.image);
        break;
      case 'pointer-position':
        this.picture.movePointer(event.x, event.y);
        break;
      case 'frame-begin':
        break;
      case 'frame-end':
        this.picture.endFrame(event.frameId);
        break;
      case 'monitors':
        report({ event: 'monitors', monitors: event.monitors });
        break;
      case 'controlling':
        this.#controlling = true;
        report({ event: 'controlling' });
        break;
      case 'control-ended':
        this.#controlling = false;
        report({ event: 'control-ended', by: event.by });
        this.#typist.stop();
        break;
      case 'control-refused':
        this.#controlRefused = true;
        report({ event: 'control-refused', why: event.why });
        break;
      case 'paused':
      case 'resumed':
        this.#paused = event.type === 'paused';
        report({ event: event.type });
        break;
      case 'chat':
        report({ event: 'chat', text: event.text });
        break;
      case 'typing':
        report({ event: 'typing', typing: event.typing });
        break;
      case 'novice-name':
        report({ event: 'novice-name', name: event.name });
        break;
      case 'refused':
        this.#refused = true;
        report({ event: 'refused', why: event.why });
        break;
      case 'ended':
        this.#ended(event.reason);
        break;
      default:
        report({ event: event.type });
    }
  }

  #ended(reason: ExpertEndedReason): void {
    if (this.#reason !== undefined) return;
    // The link cuts the connection for these, and the engine notices only that it is gone.
    const code = this.#link.error?.code;
    this.#reason = code === 'stalled' || code === 'fault' ? code : reason;
    this.#viewing = false;
    this.#controlling = false;
    this.#typist.stop();
    this.#options.withdrawFile();
    this.#options.report({ event: 'ended', reason: this.#reason });
  }

  #run(call: (expert: Expert, now: number) => boolean): boolean {
    let done = false;
    this.#link.run((expert, now) => {
      done = call(expert, now);
    });
    return done;
  }
}
