import type { QuestionState, Who } from 'beside/protocol';
import { useText } from '../text/use-text.js';
import { Button } from './button.js';
import { FailureText } from './failure.js';
import { Icon } from './icon.js';
import { useNow } from './use-now.js';
import { useCommand } from './use-requested.js';

/** Yes and No, equal in size; or No alone, where only the window on the screen takes a yes. And how long there is to answer. */
export function Answer({ who, question }: { readonly who: Who; readonly question: QuestionState }) {
  const text = useText();
  const now = useNow();
  const { run, failure } = useCommand();
  const answer = (yes: boolean) => run({ do: 'answer', who, question: question.id, yes });
  return (
    <div className="answer">
      {question.yes === 'desktop' && (
        <p className="note care">
          <Icon name="screen" />
          <span>{text.question.onTheScreen}</span>
        </p>
      )}
      <div className="answers">
        {question.yes === 'page' && (
          <Button icon="check" onPress={() => answer(true)}>
            {text.question.yes[question.about]}
          </Button>
        )}
        <Button icon="cross" onPress={() => answer(false)}>
          {text.question.no[question.about]}
        </Button>
      </div>
      <p className="soft">
        <Icon name="clock" />{' '}
        <span role="timer" aria-live="off">
          {text.question.noByItself(text.duration(question.expiresAt - now))}
        </span>
      </p>
      <FailureText>{failure}</FailureText>
    </div>
  );
}
