import type { ChatLine, Who } from 'beside/protocol';
import { useEffect, useRef, useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { useProgram } from '../connection/use-program.js';
import { useText } from '../text/use-text.js';
import { Button } from './button.js';
import { FailureText } from './failure.js';
import { useFailureWords } from './use-requested.js';

/** ms without a key until the other side is told that nothing is being written. */
const TYPING_PAUSE = 3000;

export interface ChatProps {
  readonly who: Who;
  /** What the other one is called. */
  readonly name: string;
  readonly chat: readonly ChatLine[];
  /** The other one is writing. */
  readonly typing: boolean;
  /** Where one writes gets the focus when this changes. */
  readonly wanted?: number;
}

/** What both have written, and where one writes. New messages are read by screen readers as they come (role log). */
export function Chat({ who, name, chat, typing, wanted = 0 }: ChatProps) {
  const text = useText();
  const log = useRef<HTMLDivElement>(null);
  const count = chat.length;
  useEffect(() => {
    if (count > 0) log.current?.scrollTo(0, log.current.scrollHeight);
  }, [count]);
  return (
    <section className="card chat" aria-labelledby="chat-heading">
      <h2 id="chat-heading">{text.session.chat}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <div ref={log} role="log" aria-labelledby="chat-heading" tabIndex={0} className="messages">
        <ol>
          {chat.map((line) => (
            <li key={line.id} className={line.from}>
              <span className="writer">{line.from === 'me' ? text.session.me : name}</span>
              <span className="message">{line.text}</span>
            </li>
          ))}
        </ol>
      </div>
      <p className="soft typing">{typing ? text.session.typing(name) : count === 0 ? text.session.chatEmpty : ''}</p>
      <Writer who={who} wanted={wanted} />
    </section>
  );
}

function Writer({ who, wanted }: { readonly who: Who; readonly wanted: number }) {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const [message, setMessage] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const typing = useTyping(who);
  const field = useRef<HTMLTextAreaElement>(null);
  const [before] = useState(wanted);
  useEffect(() => {
    if (wanted !== before) field.current?.focus();
  }, [wanted, before]);
  const send = () => {
    const written = message.trim();
    if (written === '') return;
    setFailure(null);
    typing(false);
    program.request({ do: 'chat', who, text: written }).then(
      () => setMessage((now) => (now === message ? '' : now)),
      (error: unknown) => setFailure(words(error)),
    );
  };
  return (
    <form
      className="writer-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextField
        className="field"
        value={message}
        onChange={(value) => {
          setMessage(value);
          typing(value !== '');
        }}
      >
        <Label className="visually-hidden">{text.session.message}</Label>
        <TextArea
          ref={field}
          rows={2}
          aria-describedby="chat-keys"
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
      </TextField>
      <Button type="submit" icon="send">
        {text.session.send}
      </Button>
      <p id="chat-keys" className="soft small">
        {text.session.messageText}
      </p>
      <FailureText>{failure}</FailureText>
    </form>
  );
}

/** Tells the other side that something is being written, and that nothing is any more. */
function useTyping(who: Who): (typing: boolean) => void {
  const program = useProgram();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const told = useRef(false);
  const tell = (typing: boolean) => {
    if (told.current === typing) return;
    told.current = typing;
    // A hint: where it cannot be told there is nothing to say about it.
    program.request({ do: 'typing', who, typing }).catch(() => {});
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (typing) => {
    clearTimeout(timer.current);
    tell(typing);
    if (typing) timer.current = setTimeout(() => tell(false), TYPING_PAUSE);
  };
}
