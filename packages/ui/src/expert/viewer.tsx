import type { ExpertState, PageInput } from 'beside/protocol';
import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useProgram } from '../connection/use-program.js';
import { Chat } from '../parts/chat.js';
import { FailureText } from '../parts/failure.js';
import { Files } from '../parts/files.js';
import { useLeaveGuard } from '../parts/use-leave-guard.js';
import { useCommand } from '../parts/use-requested.js';
import { useText } from '../text/use-text.js';
import { specialKeyInput } from './input/special-keys.js';
import { Typing } from './input/typing.js';
import { Pictures } from './pictures/pictures.js';
import { StatusLine } from './status-line.js';
import { ConnectionPanel } from './tools/connection-panel.js';
import { FileQuestion } from './tools/file-question.js';
import { SessionBar, type Side } from './tools/session-bar.js';
import { TypeTextDialog } from './tools/type-text.js';
import { useChatAnnounced } from './use-announcements.js';
import { useFullScreen } from './use-full-screen.js';
import { useUnread } from './use-unread.js';
import type { ViewMode } from './view/layout.js';
import { Screen } from './view/screen.js';

/** Most events in one message to the program, which takes at most a thousand. */
const MAX_EVENTS = 500;

/** A session in which the novice's desktop is seen. */
export function Viewer({ session, lost, onMalformed }: ViewerProps) {
  const text = useText();
  const who = useMemo(() => ({ expert: session.id }), [session.id]);
  const { run, failure } = useCommand();
  const [pictures] = useState(() => new Pictures());
  const [showing, setShowing] = useState(0);
  const [mode, setMode] = useState<ViewMode>('fit');
  const [monitor, setMonitor] = useState<number>();
  const [side, setSide] = useState<Side | null>(null);
  const [typingText, setTypingText] = useState(false);
  const [keysThere, setKeysThere] = useState(false);
  const keys = useRef<HTMLTextAreaElement>(null);
  const bar = useRef<HTMLElement>(null);
  const controls = session.control === 'controlling' && !session.paused;
  const [fullScreen, setFullScreen] = useFullScreen(controls);
  const unread = useUnread(session.chat, side === 'chat');
  const [notTyped, setNotTyped] = useState(false);
  const [send, typing] = useInput(session.id, controls, () => setNotTyped(true));
  useChatAnnounced(session.chat, side === 'chat');
  useLeaveGuard(controls);
  useMalformed(pictures, () => {
    onMalformed();
    run({ do: 'end', who });
  });
  // With control goes what was to be typed, which may be a password.
  if (typingText && !controls) setTypingText(false);
  const name = session.novice ?? text.expert.them;
  return (
    <div className="expert" data-full-screen={fullScreen || undefined}>
      <header className="session-top" ref={bar}>
        <h1>{text.expert.screenOf(session.novice)}</h1>
        <SessionBar
          session={session}
          mode={mode}
          onMode={setMode}
          monitor={monitor}
          onMonitor={setMonitor}
          fullScreen={fullScreen}
          onFullScreen={(full) => {
            setFullScreen(full);
            // The bar goes once nothing in it has the focus.
            if (full) (keys.current ?? document.getElementById('content'))?.focus({ preventScroll: true });
          }}
          side={side}
          onSide={setSide}
          unread={unread}
          onAsk={() => run({ do: 'request-control', who })}
          onReturn={() => run({ do: 'give-back-control', who })}
          onKeys={(which) => send(specialKeyInput(which))}
          onTypeText={() => setTypingText(true)}
          onEnd={() => run({ do: 'end', who })}
        />
      </header>
      <div className="session-middle">
        <Screen
          key={showing}
          session={session}
          pictures={pictures}
          mode={mode}
          monitor={monitor === undefined ? undefined : session.monitors[monitor]}
          keys={keys}
          onKeysFocus={setKeysThere}
          onLeave={() => bar.current?.querySelector<HTMLElement>('button:not([disabled])')?.focus()}
          onInput={send}
          onTakeBack={() => setShowing((times) => times + 1)}
        />
        {session.question && <FileQuestion who={who} question={session.question} />}
        {side !== null && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard, also where nothing in it takes the focus
          <aside className="session-side" aria-label={text.expert[side]} tabIndex={0}>
            {side === 'chat' && <Chat who={who} name={name} chat={session.chat} typing={session.typing} />}
            {side === 'files' && <Files who={who} files={session.files} />}
            {side === 'connection' && <ConnectionPanel session={session} pictures={pictures} />}
          </aside>
        )}
      </div>
      <FailureText>{notTyped ? text.expert.notTyped : failure}</FailureText>
      <StatusLine session={session} lost={lost} keysThere={keysThere} />
      <TypeTextDialog
        isOpen={typingText}
        onClose={() => setTypingText(false)}
        onType={(words) => {
          setNotTyped(false);
          typing(words);
        }}
      />
    </div>
  );
}

interface ViewerProps {
  readonly session: ExpertState;
  /** The program is not reached just now. */
  readonly lost: boolean;
  /** What came as picture cannot be understood; the session is being ended. */
  readonly onMalformed: () => void;
}

/** Sends input as long as the expert controls; and types whole texts, of which `broken` is told when the rest could not be sent. */
function useInput(
  expert: string,
  controls: boolean,
  broken: () => void,
): readonly [(input: readonly PageInput[]) => void, (text: string) => void] {
  const program = useProgram();
  const tell = useEffectEvent(broken);
  const [send, typing] = useMemo(() => {
    const send = (input: readonly PageInput[]) => {
      let sent = true;
      for (let at = 0; at < input.length && sent; at += MAX_EVENTS) {
        sent = program.send({ do: 'input', who: { expert }, events: input.slice(at, at + MAX_EVENTS) });
      }
      return sent;
    };
    return [send, new Typing(send, () => tell())] as const;
  }, [program, expert]);
  useEffect(() => {
    if (!controls) typing.stop();
    return () => typing.stop();
  }, [controls, typing]);
  return [send, (text) => typing.type(text)];
}

function useMalformed(pictures: Pictures, onMalformed: () => void): void {
  const malformed = useSyncExternalStore(pictures.watch, () => pictures.state().trouble === 'malformed');
  const tell = useEffectEvent(onMalformed);
  useEffect(() => {
    if (malformed) tell();
  }, [malformed]);
}
