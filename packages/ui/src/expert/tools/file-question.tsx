import type { QuestionState, Who } from 'beside/protocol';
import { Answer } from '../../parts/answer.js';
import { Icon } from '../../parts/icon.js';
import { useText } from '../../text/use-text.js';

/**
 * The novice offers a file. It is asked beside the picture and takes no focus: what is being typed at the other computer, an Esc
 * or Enter among it, must not answer it.
 */
export function FileQuestion({ who, question }: { readonly who: Who; readonly question: QuestionState }) {
  const text = useText();
  const words = text.expert.fileQuestion(question.file ?? '', text.bytes(question.size ?? 0));
  return (
    <section className="file-question card" aria-label={text.expert.fileOffered}>
      <p role="alert">
        <Icon name="file" /> {words}
      </p>
      <p className="soft small">{text.question.fileText}</p>
      <Answer who={who} question={question} />
    </section>
  );
}
