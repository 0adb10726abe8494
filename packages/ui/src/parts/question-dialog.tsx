import type { QuestionState, Who } from 'beside/protocol';
import { useEffect, useRef } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useProgram } from '../connection/use-program.js';
import { useText } from '../text/use-text.js';
import { Answer } from './answer.js';

/**
 * A question in the middle of a session, about control or a file. Its heading has the focus, not a button: a key that was meant for
 * the chat answers nothing. Esc is a no.
 */
export function QuestionDialog({
  who,
  question,
  name,
}: {
  readonly who: Who;
  readonly question: QuestionState;
  readonly name: string;
}) {
  const text = useText();
  const program = useProgram();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const no = () => {
    // It may have been answered elsewhere, or withdrawn: then there is nothing to say no to.
    program.request({ do: 'answer', who, question: question.id, yes: false }).catch(() => {});
  };
  return (
    <ModalOverlay className="modal-ground" isOpen onOpenChange={(open) => !open && no()}>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog" aria-labelledby="question">
          <h2 id="question" ref={heading} tabIndex={-1}>
            {text.question[question.about](name)}
          </h2>
          {question.about === 'control' && <p>{text.question.controlText}</p>}
          {question.about === 'file' && (
            <>
              <dl className="facts">
                <div>
                  <dt>{text.question.fileName}</dt>
                  <dd>{question.file}</dd>
                </div>
                <div>
                  <dt>{text.question.fileSize}</dt>
                  <dd>{text.question.size(question.size ?? 0)}</dd>
                </div>
              </dl>
              <p>{text.question.fileText}</p>
            </>
          )}
          <Answer who={who} question={question} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
