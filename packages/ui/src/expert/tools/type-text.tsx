import { useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Label } from 'react-aria-components/Label';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { Button } from '../../parts/button.js';
import { useText } from '../../text/use-text.js';

/** Takes a text that is to be typed at the other computer: what was copied here, a word in a script that this keyboard lacks. */
export function TypeTextDialog({ isOpen, onClose, onType }: TypeTextDialogProps) {
  const text = useText();
  const [written, setWritten] = useState('');
  const close = () => {
    // It may be a password: it is kept nowhere.
    setWritten('');
    onClose();
  };
  return (
    <ModalOverlay className="modal-ground" isDismissable isOpen={isOpen} onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title" level={2}>
            {text.expert.typeText}
          </Heading>
          <p>{text.expert.typeTextText}</p>
          <TextField className="field" value={written} onChange={setWritten} autoFocus>
            <Label className="field-label">{text.expert.text}</Label>
            <TextArea rows={4} spellCheck="false" autoComplete="off" />
          </TextField>
          <div className="actions">
            <Button onPress={close}>{text.cancel}</Button>
            <Button
              kind="primary"
              icon="keyboard"
              isDisabled={written === ''}
              onPress={() => {
                onType(written);
                close();
              }}
            >
              {text.expert.typeIt}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface TypeTextDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onType: (text: string) => void;
}
