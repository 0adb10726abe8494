import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '../text/use-text.js';
import { Button } from './button.js';
import type { IconName } from './icon.js';

export interface ConfirmProps {
  /** Of the button that asks. */
  readonly label: string;
  readonly icon: IconName;
  readonly question: string;
  /** Of the button that does it. */
  readonly yes: string;
  readonly onYes: () => void;
}

/** A button for something that cannot be undone: it asks first. */
export function Confirm({ label, icon, question, yes, onYes }: ConfirmProps) {
  const text = useText();
  return (
    <DialogTrigger>
      <Button icon={icon}>{label}</Button>
      <ModalOverlay className="modal-ground" isDismissable>
        <Modal className="modal">
          <Dialog role="alertdialog" className="dialog">
            {({ close }) => (
              <>
                <Heading slot="title" level={2}>
                  {label}
                </Heading>
                <p>{question}</p>
                <div className="actions">
                  <Button onPress={close}>{text.cancel}</Button>
                  <Button
                    kind="danger"
                    icon={icon}
                    onPress={() => {
                      close();
                      onYes();
                    }}
                  >
                    {yes}
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
