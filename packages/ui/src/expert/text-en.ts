/** What the expert's page says, in English. */
export const expertText = {};
