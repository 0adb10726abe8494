import { expertText } from '../expert/text-en.js';

/** Everything that the pages say, in English. A sentence that depends on something is a function of it. */
export const en = {
  product: 'Beside',
  expert: expertText,
};
