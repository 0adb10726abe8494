import { useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from '../../parts/button.js';
import { useText } from '../../text/use-text.js';
import { Tool } from './tool.js';

/** Ends the session; while the expert controls, only after a question. */
export function EndTool({ controlling, onEnd }: { readonly controlling: boolean; readonly onEnd: () => void }) {
  const text = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Tool icon="end" kind="danger" words={text.expert.end} onPress={() => (controlling ? setAsking(true) : onEnd())} />
      <ModalOverlay className="modal-ground" isDismissable isOpen={asking} onOpenChange={setAsking}>
        <Modal className="modal">
          <Dialog role="alertdialog" className="dialog">
            <Heading slot="title" level={2}>
              {text.expert.endYes}
            </Heading>
            <p>{text.expert.endQuestion}</p>
            <div className="actions">
              <Button onPress={() => setAsking(false)}>{text.cancel}</Button>
              <Button kind="danger" icon="end" onPress={onEnd}>
                {text.expert.endYes}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
