import type { NoviceState, QuestionState } from 'beside/protocol';
import { usePageState } from '../../connection/use-program.js';
import { Answer } from '../../parts/answer.js';
import { Icon } from '../../parts/icon.js';
import { Page } from '../../parts/page.js';
import { checkNumberOf } from '../../text/format.js';
import { useText } from '../../text/use-text.js';

/** Whether somebody may see the screen: who it is, how one knows, and what they will see. */
export function ConsentPage({ question, novice }: { readonly question: QuestionState; readonly novice: NoviceState }) {
  const text = useText();
  const { share } = usePageState();
  const { expert, viewOnly } = novice;
  const practice = share.can && share.desktop === 'practice';
  const seen = practice ? text.question.practiceText : viewOnly ? text.question.seeOnlyText : text.question.seeText;
  return (
    <Page heading={text.question.consent(expert?.name ?? text.question.unnamed)} icon="eye" tone="care">
      <div className="consent">
        <section className="card">
          <dl className="facts">
            <div>
              <dt>{text.question.who}</dt>
              <dd>
                <b>{expert?.name ?? text.question.unnamed}</b>
                <span className="soft small">{text.question.nameText}</span>
              </dd>
            </div>
            <div>
              <dt>{text.question.from}</dt>
              <dd className="mono">{expert?.address}</dd>
            </div>
            <div>
              <dt>{text.question.way}</dt>
              <dd>{expert?.checkNumber == null ? text.question.otherWay : text.question.besideWay}</dd>
            </div>
          </dl>
        </section>
        {expert?.checkNumber == null ? (
          <p className="note alarm">
            <Icon name="warning" />
            <span>{text.question.unverified}</span>
          </p>
        ) : (
          <section className="card check">
            <h2>{text.question.check}</h2>
            <p className="check-number">{checkNumberOf(expert.checkNumber)}</p>
            <p>
              <Icon name="phone" /> {text.question.checkText}
            </p>
          </section>
        )}
      </div>
      <p className="note">
        <Icon name="screen" />
        <span>{seen}</span>
      </p>
      <Answer who="novice" question={question} />
    </Page>
  );
}
