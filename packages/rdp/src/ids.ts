/** MCS id of the server itself, as Windows has it ([MS-RDPBCGR] 3.3.5.3.7 and the examples in 4.1). */
export const SERVER_USER_ID = 1002;
/** MCS channel of input, output and control, as Windows has it. */
export const IO_CHANNEL_ID = 1003;
/** First static channel; the others follow in the client's order, then the client's own channel, so that no id is used twice. */
export const FIRST_STATIC_CHANNEL_ID = IO_CHANNEL_ID + 1;
