import { useConnection } from './connection/use-program.js';
import { useRoute } from './connection/use-route.js';
import { ExpertView } from './expert/expert-view.js';
import { useText } from './text/use-text.js';

/** Every page: which one is shown follows the address and the program's state. */
export function App() {
  const text = useText();
  const connection = useConnection();
  const route = useRoute();
  if (!('state' in connection)) return <h1>{text.product}</h1>;
  if (route.page === 'expert') return <ExpertView id={route.id} />;
  return <h1>{text.product}</h1>;
}
