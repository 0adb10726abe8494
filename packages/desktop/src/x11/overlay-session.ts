import type { Bar, Monitor, Point, Question, Rect } from '../desktop.js';
import { keptInside } from '../geometry.js';
import { type Answer, Answering } from '../overlay/answering.js';
import { alarmColours, barCard, frameSides, frameThickness } from '../overlay/bar.js';
import { buttonAt, type Card, scaleFor } from '../overlay/card.js';
import { questionCard } from '../overlay/question.js';
import { Connection } from './connection.js';
import { EventCode } from './events.js';
import { type Extensions, openExtensions } from './extensions.js';
import { xcb } from './ffi/xcb.js';
import { Keymap } from './keymap.js';
import { Monitors } from './monitors.js';
import { Focus } from './overlay-focus.js';
import { Presses } from './overlay-presses.js';
import { Stacking } from './overlay-stacking.js';
import { OverlayWindow } from './overlay-window.js';
import { OwnDevices } from './own-devices.js';

/** Milliseconds that a question must have stood, or typing paused, before a press counts as its answer. */
const SETTLE = 400;

/** What the overlay shows. */
export interface OverlayState {
  readonly question: Question | null;
  readonly bar: Bar | null;
  readonly frame: { readonly alarming: boolean } | null;
}

/** What the novice did, and what became of the windows' connection. */
export interface OverlayHost {
  answered(answer: Answer): void;
  barPressed(id: string): void;
  /** The connection has ended. The display may still be there. */
  lost(): void;
}

/** A card in a window. */
interface Shown {
  readonly window: OverlayWindow;
  readonly card: Card;
}

/** The overlay's windows on one connection. */
export class OverlaySession {
  readonly #connection: Connection;
  readonly #extensions: Extensions;
  readonly #monitors: Monitors;
  readonly #shape: ReturnType<typeof shapeOf>;
  readonly #host: OverlayHost;
  readonly #stacking: Stacking;
  readonly #focus: Focus;
  #state: OverlayState = { question: null, bar: null, frame: null };
  #question: (Shown & { readonly answering: Answering }) | null = null;
  #bar: Shown | null = null;
  #frame: OverlayWindow[] = [];
  /** Where the novice has put the bar, counted from the primary monitor's corner. */
  #barPlace: Point | null = null;

  /**
   * @param display an X display name
   * @throws DesktopError
   */
  static async open(display: string, host: OverlayHost): Promise<OverlaySession> {
    const connection = await Connection.open(display);
    try {
      const extensions = await openExtensions(connection);
      const devices = await OwnDevices.watch(connection, extensions);
      const monitors = await Monitors.watch(connection, extensions);
      return new OverlaySession(connection, extensions, devices, monitors, host);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(
    connection: Connection,
    extensions: Extensions,
    devices: OwnDevices,
    monitors: Monitors,
    host: OverlayHost,
  ) {
    this.#connection = connection;
    this.#extensions = extensions;
    this.#monitors = monitors;
    this.#shape = shapeOf(connection);
    this.#host = host;
    this.#focus = new Focus(connection);
    this.#stacking = new Stacking(connection, () => this.#windows());
    new Presses(connection, extensions, devices, new Keymap(connection), {
      press: (window, at) => this.#pressed(window, at),
      drag: (window, by) => this.#dragged(window, by),
      key: (window, key) => {
        if (window !== this.#question?.window.id) return;
        this.#answer(this.#question.answering.key(key, performance.now()));
        this.#question?.window.paint(this.#question.card, this.#question.answering.focused);
      },
    });
    monitors.onChanged(() => this.#showAll());
    connection.on(EventCode.DestroyNotify, (event) => this.#destroyed(event.u32(8)));
    connection.onLost(() => {
      this.#stacking.close();
      host.lost();
    });
  }

  /** Shows this from now on; only what is other than before is drawn anew. */
  show(state: OverlayState): void {
    const { question, bar, frame } = this.#state;
    this.#state = state;
    // From the lowest to the highest, since each new window comes to the top.
    if (frame?.alarming !== state.frame?.alarming) this.#showFrame();
    if (bar !== state.bar || (frame === null) !== (state.frame === null)) this.#showBar();
    if (question !== state.question) this.#showQuestion();
    else this.#question?.window.raise();
  }

  close(): void {
    this.#stacking.close();
    this.#connection.close();
  }

  #showAll(): void {
    this.#showFrame();
    this.#showBar();
    this.#showQuestion();
  }

  #windows(): OverlayWindow[] {
    return [...this.#frame, ...[this.#bar, this.#question].flatMap((shown) => shown?.window ?? [])];
  }

  get #primary(): Monitor {
    return this.#monitors.list.find(({ primary }) => primary) ?? this.#monitors.list[0]!;
  }

  #showFrame(): void {
    const former = this.#frame;
    const { frame } = this.#state;
    const sides = frame ? this.#monitors.list.flatMap((monitor) => sidesOf(monitor)) : [];
    this.#frame = sides.map((side) => {
      const window = new OverlayWindow(this.#connection, side, 'Beside: frame');
      window.fill(alarmColours(frame?.alarming ?? false).ground);
      window.letThrough(this.#shape);
      window.show();
      return window;
    });
    for (const window of former) window.destroy();
    this.#bar?.window.raise();
    this.#question?.window.raise();
  }

  #showBar(): void {
    const former = this.#bar;
    const { bar } = this.#state;
    const room = this.#roomOf(this.#primary);
    this.#bar = null;
    if (bar) {
      const card = barCard(bar, scaleFor(this.#primary), room);
      const middle = { x: room.x + Math.floor((room.width - card.size.width) / 2), y: room.y };
      const wanted = this.#barPlace ? { x: this.#primary.x + this.#barPlace.x, y: this.#primary.y + this.#barPlace.y } : middle;
      this.#bar = { card, window: this.#showCard(card, keptInside(wanted, card.size, room), 'Beside: bar') };
    }
    former?.window.destroy();
    this.#question?.window.raise();
  }

  #showQuestion(): void {
    const former = this.#question;
    const { question } = this.#state;
    const primary = this.#primary;
    const room = this.#roomOf(primary);
    this.#question = null;
    if (question) {
      const card = questionCard(question, scaleFor(primary), room);
      const at = {
        x: room.x + Math.floor((room.width - card.size.width) / 2),
        y: room.y + Math.floor((room.height - card.size.height) / 2),
      };
      const window = this.#showCard(card, at, 'Beside: question');
      this.#question = { card, window, answering: new Answering(card, performance.now(), SETTLE) };
      this.#focus.take(window.id);
    } else {
      this.#focus.giveBack();
    }
    former?.window.destroy();
  }

  #showCard(card: Card, at: Point, name: string): OverlayWindow {
    const window = new OverlayWindow(this.#connection, { ...at, ...card.size }, name);
    window.paint(card, null);
    window.listen(this.#extensions);
    window.show();
    return window;
  }

  /** The monitor without its frame, so that bar and frame never cover each other. */
  #roomOf(monitor: Monitor): Rect {
    const edge = this.#state.frame ? frameThickness(scaleFor(monitor)) : 0;
    return {
      x: monitor.x + edge,
      y: monitor.y + edge,
      width: Math.max(1, monitor.width - 2 * edge),
      height: Math.max(1, monitor.height - 2 * edge),
    };
  }

  #pressed(window: number, at: Point): 'drag' | undefined {
    if (window === this.#question?.window.id) {
      this.#focus.take(window);
      this.#answer(this.#question.answering.press(at, performance.now()));
    } else if (this.#bar && window === this.#bar.window.id) {
      const button = buttonAt(this.#bar.card, at);
      if (!button) return 'drag';
      this.#host.barPressed(button.id);
    }
    return undefined;
  }

  #dragged(window: number, to: Point): void {
    if (!this.#bar || window !== this.#bar.window.id) return;
    const at = keptInside(to, this.#bar.card.size, this.#roomOf(this.#primary));
    this.#barPlace = { x: at.x - this.#primary.x, y: at.y - this.#primary.y };
    this.#bar.window.moveTo(at);
  }

  #answer(answer: Answer | undefined): void {
    if (answer) this.#host.answered(answer);
  }

  /** A window that somebody else destroyed is made again. */
  #destroyed(window: number): void {
    if (this.#frame.some(({ id }) => id === window)) this.#showFrame();
    else if (window === this.#bar?.window.id) this.#showBar();
    else if (window === this.#question?.window.id) this.#showQuestion();
  }
}

function shapeOf(connection: Connection) {
  return connection.extension(xcb().shape);
}

function sidesOf(monitor: Monitor): Rect[] {
  return frameSides(monitor, frameThickness(scaleFor(monitor))).map((side) => ({
    ...side,
    x: monitor.x + side.x,
    y: monitor.y + side.y,
  }));
}
