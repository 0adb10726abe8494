import { groupsOf } from '../../text/format.js';
import { useText } from '../../text/use-text.js';

/** A password, large, in groups, each letter with the word that it is told apart by on the phone. */
export function Password({ password }: { readonly password: string }) {
  const text = useText();
  return (
    <ol className="password" aria-label={text.invite.password}>
      {groupsOf(password).flatMap((group, g) =>
        [...group].map((letter, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter is told apart by its place alone, and a password never changes
          <li key={`${g} ${i}`} className={i === 0 && g > 0 ? 'group' : undefined}>
            <span className="visually-hidden">{text.invite.spelled(letter)}</span>
            <span className="letter" aria-hidden="true">
              {letter}
            </span>
            <span className="word" aria-hidden="true">
              {text.phoneticWord(letter)}
            </span>
          </li>
        )),
      )}
    </ol>
  );
}
