import type { ExpertState, PageInput } from 'beside/protocol';
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useProgram } from '../../connection/use-program.js';
import { useText } from '../../text/use-text.js';
import { bindInput } from '../input/bind-input.js';
import type { Pictures } from '../pictures/pictures.js';
import { cursorOf } from './cursor.js';
import { DrawnPointer } from './drawn-pointer.js';
import { type Box, type Layout, layOut, pointAt, shownPart, type ViewMode } from './layout.js';
import { usePixelRatio, useRoom } from './use-room.js';
import { Veil } from './veil.js';

export interface ScreenProps {
  readonly session: ExpertState;
  readonly pictures: Pictures;
  readonly mode: ViewMode;
  /** The monitor that is shown; undefined for all. */
  readonly monitor: Box | undefined;
  /** Where the keyboard goes to the other computer while it has the focus. */
  readonly keys: RefObject<HTMLTextAreaElement | null>;
  readonly onKeysFocus: (focused: boolean) => void;
  /** The person wants the keyboard back. */
  readonly onLeave: () => void;
  readonly onInput: (input: readonly PageInput[]) => void;
  /** Asks for the pictures that another page has. */
  readonly onTakeBack: () => void;
}

/** The novice's desktop, with its pointer; and, while the expert controls, what takes the expert's pointer and keyboard. */
export function Screen({ session, pictures, mode, monitor, ...props }: ScreenProps) {
  const text = useText();
  const stage = useRef<HTMLElement>(null);
  const room = useRoom(stage);
  const ratio = usePixelRatio();
  const { size, shown, pointer, pointerAt, trouble } = useSyncExternalStore(pictures.watch, pictures.state);
  const part = useMemo(() => (size ? shownPart(size, monitor) : null), [size, monitor]);
  const layout = useMemo(
    () => (size && part && room ? layOut(size, part, room, ratio, mode) : null),
    [size, part, room, ratio, mode],
  );
  const veiled = session.paused || !shown || trouble !== null;
  // What is not seen is not controlled.
  const controlling = session.control === 'controlling' && !veiled;
  const name = text.expert.screenOf(session.novice);
  return (
    <main id="content" className={`stage ${mode}`} ref={stage} tabIndex={controlling ? -1 : 0} aria-label={name}>
      <Frame layout={layout} cursor={controlling ? pointer : undefined} hidden={session.paused}>
        <Canvas
          session={session.id}
          pictures={pictures}
          layout={layout}
          label={size ? `${name}, ${text.expert.picture(size.width, size.height)}` : name}
        />
        {layout && part && pointerAt && shown && !controlling && (
          <DrawnPointer pointer={pointer} at={pointerAt} part={part} scale={layout.scale} />
        )}
        {controlling && layout && part && <Controls layout={layout} part={part} {...props} />}
      </Frame>
      {veiled && <Veil session={session} trouble={trouble} onTakeBack={props.onTakeBack} />}
    </main>
  );
}

/** What of the picture is seen; while the expert controls, its pointer looks there as the novice's. */
function Frame({ layout, cursor, hidden, children }: FrameProps) {
  const style = useMemo(() => (cursor === undefined ? 'default' : cursorOf(cursor)), [cursor]);
  const { x = 0, y = 0, width = 0, height = 0 } = layout?.frame ?? {};
  return (
    <div className="frame" hidden={hidden} style={{ left: x, top: y, width, height, cursor: style }}>
      {children}
    </div>
  );
}

interface FrameProps {
  readonly layout: Layout | null;
  /** Undefined: the expert's own pointer. */
  readonly cursor: ReturnType<Pictures['state']>['pointer'] | undefined;
  readonly hidden: boolean;
  readonly children: ReactNode;
}

/** The canvas that the worker paints: made by hand, since one canvas can be given to a worker only once. */
function Canvas({ session, pictures, layout, label }: CanvasProps) {
  const program = useProgram();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const canvas = document.createElement('canvas');
    host.current?.append(canvas);
    const undo = pictures.show(canvas, {
      address: `ws://${location.host}/pictures`,
      bearer: program.bearer ?? '',
      expert: session,
    });
    return () => {
      undo();
      canvas.remove();
    };
  }, [pictures, program, session]);
  const { x = 0, y = 0, width = 0, height = 0 } = layout?.picture ?? {};
  return (
    <div
      ref={host}
      className={layout?.crisp ? 'desktop-picture crisp' : 'desktop-picture'}
      role="img"
      aria-label={label}
      style={{ left: x, top: y, width, height }}
    />
  );
}

interface CanvasProps {
  readonly session: string;
  readonly pictures: Pictures;
  readonly layout: Layout | null;
  readonly label: string;
}

/** Takes pointer and keyboard as long as it is there. */
function Controls({ layout, part, keys, onKeysFocus, onLeave, onInput }: ControlsProps) {
  const text = useText();
  const pad = useRef<HTMLDivElement>(null);
  const [id] = useState(() => `keys-${crypto.randomUUID()}`);
  const at = useEffectEvent((clientX: number, clientY: number) => {
    const { left = 0, top = 0 } = pad.current?.getBoundingClientRect() ?? {};
    return pointAt(layout, part, clientX - left, clientY - top);
  });
  const taker = useEffectEvent(() => ({ send: onInput, leave: onLeave }));
  useEffect(() => {
    if (!pad.current || !keys.current) return;
    return bindInput(pad.current, keys.current, {
      send: (input) => taker().send(input),
      leave: () => taker().leave(),
      pointAt: (x, y) => at(x, y),
    });
  }, [keys]);
  useEffect(() => {
    // Unless the keyboard is in use elsewhere on the page, as in the chat.
    const { activeElement } = document;
    const free = !activeElement || activeElement === document.body || activeElement.closest('[role=toolbar], main');
    if (free) keys.current?.focus({ preventScroll: true });
  }, [keys]);
  useLayoutEffect(() => {
    const field = keys.current;
    // The keyboard is not left nowhere: it can scroll the picture then.
    return () => {
      if (field && document.activeElement === field) field.closest('main')?.focus({ preventScroll: true });
    };
  }, [keys]);
  const focused = useEffectEvent(onKeysFocus);
  useEffect(() => () => focused(false), []);
  return (
    <>
      <div ref={pad} className="pad" />
      <textarea
        ref={keys}
        className="keys"
        aria-label={text.expert.keysOf}
        aria-describedby={id}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        onFocus={() => onKeysFocus(true)}
        onBlur={() => onKeysFocus(false)}
      />
      <p id={id} className="visually-hidden">
        {text.expert.leaveKeys}
      </p>
    </>
  );
}

type ControlsProps = Pick<ScreenProps, 'keys' | 'onKeysFocus' | 'onLeave' | 'onInput'> & {
  readonly layout: Layout;
  readonly part: Box;
};
