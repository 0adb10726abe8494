import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type FileEvent, Novice, type NoviceEvent } from '@beside/assist';
import { DesktopError, type Point, type PointerShape, type Size } from '@beside/desktop';
import { type LinkError, NoviceLink, networkOf } from '@beside/link';
import { RdpServer } from '@beside/rdp';
import { isFileEvent, SessionFiles } from '../files/session-files.js';
import { ExpertInput } from './expert-input.js';
import type { Withdraw } from './questions.js';
import { type EndedReason, LINK_REFUSALS, type Report } from './report.js';
import { ScreenShare } from './screen-share.js';
import type { Caller, SessionContext, SessionListener } from './session-context.js';
import { SessionReports } from './session-reports.js';
import { type BarButton, showWindows } from './session-windows.js';
import type { DesktopWatcher } from './shared-desktop.js';
import { NO_FILE_NOW } from './wording.js';

/**
 * One connection that came in on an invitation: carries what `Novice` says to the desktop, the questions and the report, and
 * what the desktop and the person say to `Novice`. It decides nothing about what the expert may do.
 */
export class Session implements DesktopWatcher {
  readonly #context: SessionContext;
  readonly #listener: SessionListener;
  readonly #address: string;
  readonly #link: NoviceLink<Novice>;
  readonly #input: ExpertInput;
  readonly #files: SessionFiles;
  readonly #reports: SessionReports;
  readonly #share: ScreenShare;
  #name: string | undefined;
  /** Of a connection between two Besides. */
  #checkNumber: string | null = null;
  #controlling = false;
  #paused = false;
  /** The first message has come, so that there is somebody to say goodbye to. */
  #begun = false;
  /** Takes the question back that was asked last. */
  #withdraw: Withdraw = () => undefined;
  /** Why it ends, where `Novice` cannot know it. */
  #reason: EndedReason | undefined;

  constructor(stream: Duplex, { address, number }: Caller, context: SessionContext, listener: SessionListener) {
    this.#context = context;
    this.#listener = listener;
    this.#address = address;
    const { desktop, prepared } = context;
    const { meeting } = prepared;
    this.#reports = new SessionReports(context, number, meeting.way);
    this.#input = new ExpertInput(desktop.desktop.input);
    this.#link = new NoviceLink<Novice>(stream, {
      identity: prepared.identity,
      offers: meeting.way === 'beside' ? { ...meeting, address: networkOf(address) } : { way: 'rdp' },
      createEngine: (obey, now, opened) => {
        this.#begun = true;
        if (opened.way === 'beside') this.#checkNumber = opened.checkNumber;
        const { width, height } = desktop.desktop.size;
        const options = {
          way: meeting.way,
          invitation: prepared.invitation,
          address: networkOf(address),
          width,
          height,
          random: randomBytes,
          // The engine looks at it when control is asked for.
          get mayControl() {
            return context.mayControl();
          },
          noviceName: prepared.user,
        };
        const emit = (event: NoviceEvent) => {
          if (event.type === 'send' || event.type === 'start-tls') obey(event);
          else if (isFileEvent(event)) this.#onFile(event);
          else this.#on(event);
          if (event.type === 'ended') obey(event);
        };
        const security = meeting.way === 'rdp' ? { security: meeting.security } : {};
        return new Novice(options, now, emit, (server, at, tell) => new RdpServer({ ...server, ...security }, at, tell));
      },
      drained: () => {
        this.#share.drained();
        this.#files.drained();
      },
      closed: (error) => this.#closed(error),
    });
    this.#files = new SessionFiles({
      link: this.#link,
      downloads: context.downloads,
      progressEvery: context.progressEvery,
      notNow: NO_FILE_NOW,
      tell: (report) => this.#reports.tell({ ...report, name: this.#name ?? null }),
    });
    this.#share = new ScreenShare({
      link: this.#link,
      desktop,
      bandwidth: context.bandwidth,
      cut: (size) => this.#reports.tell({ event: 'picture-cut', name: this.#name ?? null, ...size }),
      failed: (error) => this.#noPicture(error),
    });
    desktop.watch(this);
  }

  stopControl(by: 'novice' | 'escape' = 'novice'): void {
    this.#link.run((novice, now) => novice.stopControl(by, now));
  }

  pause(): void {
    this.#link.run((novice, now) => novice.pause(now));
  }

  resume(): void {
    this.#link.run((novice, now) => novice.resume(now));
  }

  togglePause(): void {
    if (this.#paused) this.resume();
    else this.pause();
  }

  /** Control is allowed no longer: takes it back, and the question for it with it. */
  forbidControl(): void {
    this.stopControl();
    this.#link.run((novice, now) => {
      if (novice.state !== 'asking-control') return;
      this.#withdraw();
      novice.answerControl(false, now);
      this.#reports.tell({ event: 'control-refused', name: this.#name ?? null, why: 'view-only' });
    });
  }

  /** False when nobody is there to read it. */
  chat(text: string): boolean {
    let sent = false;
    this.#link.run((novice, now) => {
      sent = novice.chat(text, now);
    });
    if (sent) this.#reports.said(text);
    return sent;
  }

  /** Tells the expert that the novice is writing a message, or no longer. */
  typing(typing: boolean): void {
    this.#link.run((novice, now) => novice.typing(typing, now));
  }

  /** Whether the wish to send a file may be the novice's own; see `Novice.mayOfferFile`. */
  mayOfferFile(): boolean {
    let may = false;
    this.#link.run((novice, now) => {
      may = novice.mayOfferFile(now);
    });
    return may;
  }

  /** Offers a file to the expert; what comes of it is reported. Resolves when nothing reads the file any more. */
  async sendFile(path: string): Promise<void> {
    const { over } = await this.#files.send(path);
    await over;
  }

  /** Calls off the files that are on their way; false when there are none. */
  cancelFiles(): boolean {
    return this.#files.cancel();
  }

  /** Ends the session, or the connection before it is one. `Novice` tells the expert; the stream closes once that is out. */
  end(reason?: EndedReason): void {
    this.#reason ??= reason;
    if (this.#begun) this.#link.run((novice, now) => novice.end(now));
    else this.#link.destroy();
  }

  damaged(): void {
    this.#share.damaged();
  }

  resized(size: Size): void {
    this.#share.resized(size);
  }

  pointerMoved(at: Point): void {
    // Told to an expert in control only when it was the novice who moved it: its own pointer is there already.
    if (!this.#input.isAt(at)) this.#share.pointerAt(at);
  }

  pointerChanged(shape: PointerShape | null): void {
    this.#share.pointer(shape);
  }

  escapePressed(): void {
    this.stopControl('escape');
  }

  barPressed(id: string): void {
    if (!this.#share.shown) return;
    switch (id as BarButton) {
      case 'stop':
        this.stopControl();
        break;
      case 'pause':
        this.togglePause();
        break;
      case 'chat':
        this.#context.chatWanted?.();
        break;
      case 'end':
        this.#context.quit();
        break;
    }
  }

  #onFile(event: FileEvent): void {
    this.#files.on(event);
    if (event.type !== 'file-offered') return;
    const { questions } = this.#context;
    this.#withdraw = questions.askFile(event.name, this.#name, event.size, (yes) => this.#files.answer(yes));
  }

  #on(event: Exclude<NoviceEvent, FileEvent | { type: 'send' | 'start-tls' }>): void {
    const { questions } = this.#context;
    const report = (told: Report) => this.#reports.tell(told);
    const name = this.#name ?? null;
    switch (event.type) {
      case 'connecting':
        this.#reports.connecting(this.#address, !this.#context.mayControl());
        break;
      case 'waiting-picture-needed':
        this.#share.wait(event);
        break;
      case 'consent-needed':
        this.#listener.proved();
        this.#name = event.name;
        report({ event: 'consent-asked', name: event.name ?? null, address: this.#address, checkNumber: this.#checkNumber });
        this.#withdraw = questions.askConsent(event.name, this.#address, this.#checkNumber, (yes) =>
          this.#link.run((novice, now) => novice.answerConsent(yes, now)),
        );
        break;
      case 'viewing':
        this.#share.begin(event);
        this.#showWindows();
        this.#listener.viewing();
        report({ event: 'viewing', name });
        this.#share.start();
        break;
      case 'resized':
        this.#share.clientChanged(event);
        break;
      case 'control-needed':
        this.#name = event.name;
        report({ event: 'control-asked', name: event.name ?? null });
        this.#withdraw = questions.askControl(event.name, (yes) => {
          this.#link.run((novice, now) => novice.answerControl(yes, now));
          if (!yes) report({ event: 'control-refused', name, why: 'novice-said-no' });
        });
        break;
      case 'question-withdrawn':
        this.#withdraw();
        report({ event: 'question-withdrawn', name });
        break;
      case 'controlling':
        this.#controlling = true;
        this.#showWindows();
        report({ event: 'controlling', name });
        break;
      case 'control-refused':
        report({ event: 'control-refused', name, why: event.why });
        break;
      case 'control-ended':
        this.#controlling = false;
        this.#showWindows();
        report({ event: 'control-ended', name, by: event.by });
        break;
      case 'release-input':
        this.#input.release();
        break;
      case 'input':
        this.#input.apply(event.input);
        break;
      case 'paused':
        this.#paused = true;
        this.#share.setPaused(true);
        this.#showWindows();
        report({ event: 'paused' });
        break;
      case 'resumed':
        this.#paused = false;
        this.#showWindows();
        report({ event: 'resumed' });
        this.#share.setPaused(false);
        break;
      case 'chat':
        report({ event: 'chat', name, text: event.text });
        break;
      case 'chat-dropped':
        report({ event: 'chat-dropped', name });
        break;
      case 'typing':
        report({ event: 'typing', name, typing: event.typing });
        break;
      case 'picture-wanted':
        this.#share.refresh(event.areas);
        break;
      case 'output':
        this.#share.setSuppressed(event.suppressed);
        break;
      case 'frame-acknowledged':
        this.#share.acknowledged(event.frameId);
        break;
      case 'refused':
        report({ event: 'refused', why: event.why, address: this.#address });
        break;
      case 'ended':
        this.#ended(event.reason);
        break;
    }
  }

  #showWindows(): void {
    const { overlay } = this.#context.desktop.desktop;
    const shown = { name: this.#name, controlling: this.#controlling, paused: this.#paused };
    showWindows(overlay, this.#share.shown ? { ...shown, chat: this.#context.chatWanted !== undefined } : null);
  }

  /** A lost desktop is told by the desktop itself, and ends everything; anything else is a mistake and ends this session. */
  #noPicture(error: unknown): void {
    if (error instanceof DesktopError) return;
    this.#context.fault(error);
    this.end('fault');
  }

  #ended(reason: EndedReason): void {
    const stalled = this.#link.error?.code === 'stalled' ? ('stalled' as const) : undefined;
    this.#leaveDesktop();
    this.#reports.ended(this.#reason ?? stalled ?? reason);
  }

  #leaveDesktop(): void {
    this.#context.desktop.unwatch(this);
    if (!this.#share.shown) return;
    this.#share.end();
    this.#showWindows();
  }

  #closed(error: LinkError | undefined): void {
    if (error?.code === 'fault') this.#context.fault(error);
    const why = LINK_REFUSALS.find((code) => code === error?.code);
    if (why) this.#reports.tell({ event: 'refused', why, address: this.#address });
    // An engine that ended by a mistake has not said its last word, nor let go of what it held, nor taken its question back.
    if (this.#controlling) this.#input.release();
    this.#withdraw();
    this.#ended('fault');
    void Promise.all([this.#files.close(), this.#reports.recorded]).then(() => this.#listener.closed(error));
  }
}
