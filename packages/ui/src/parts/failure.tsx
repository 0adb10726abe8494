import { Icon } from './icon.js';

/** Something that did not work, said at once. */
export function FailureText({ children }: { readonly children: string | null }) {
  return (
    <div role="alert" className="alert">
      {children !== null && (
        <p className="note alarm">
          <Icon name="warning" />
          <span>{children}</span>
        </p>
      )}
    </div>
  );
}
