import type { FileState, Who } from 'beside/protocol';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { useProgram } from '../connection/use-program.js';
import { useText } from '../text/use-text.js';
import { Button } from './button.js';
import { FailureText } from './failure.js';
import { Icon } from './icon.js';
import { useCommand, useFailureWords } from './use-requested.js';

/** Files on their way, and those that were; and how to send one. */
export function Files({ who, files }: { readonly who: Who; readonly files: readonly FileState[] }) {
  const text = useText();
  const program = useProgram();
  const words = useFailureWords();
  const [failure, setFailure] = useState<string | null>(null);
  const { run, failure: cancelFailure } = useCommand();
  const send = (file: File | undefined) => {
    if (!file) return;
    setFailure(null);
    program.sendFile(who, file).catch((error: unknown) => setFailure(words(error)));
  };
  const onTheWay = files.some(({ stage }) => stage === 'offered' || stage === 'moving');
  return (
    <section className="card files" aria-labelledby="files-heading">
      <h2 id="files-heading">{text.session.files}</h2>
      {files.length === 0 ? (
        <p className="soft">{text.session.noFiles}</p>
      ) : (
        <ul className="plain-list">
          {files.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </ul>
      )}
      <div className="actions">
        <FileTrigger onSelect={(chosen) => send(chosen?.[0])}>
          <Button icon="file">{text.session.sendFile}</Button>
        </FileTrigger>
        {onTheWay && (
          <Button icon="cross" onPress={() => run({ do: 'cancel-files', who })}>
            {text.session.cancelFile}
          </Button>
        )}
      </div>
      <FailureText>{failure ?? cancelFailure}</FailureText>
    </section>
  );
}

function FileRow({ file }: { readonly file: FileState }) {
  const text = useText();
  const stage = text.session.fileStages[file.stage][file.direction];
  return (
    <li className="file-row">
      <Icon name="file" />
      <div>
        <b>{file.file}</b>
        <span className="soft small">
          {stage}
          {', '}
          {file.stage === 'moving' ? text.session.progress(file.bytes, file.size) : text.bytes(file.size)}
        </span>
        {file.stage === 'moving' && (
          <ProgressBar aria-label={file.file} value={file.bytes} maxValue={Math.max(1, file.size)} className="progress">
            {({ percentage }) => <progress aria-hidden="true" max={100} value={percentage ?? 0} />}
          </ProgressBar>
        )}
        {file.path !== undefined && <span className="soft small">{text.session.stored(file.path)}</span>}
        {file.failure && <span className="soft small">{file.failure.message}</span>}
      </div>
    </li>
  );
}
