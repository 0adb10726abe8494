/** Why a connection ended, as the last event of either engine says. */
export type DisconnectReason =
  /** The client said so, or left: at a server the peer, at a client this side's own `disconnect`. */
  | 'by-client'
  /** The server said so, or left: at a client the peer, at a server this side's own `disconnect`. */
  | 'by-server'
  /** What the other side sent has no valid form or came out of order; `error` is a `ProtocolError` that says where. */
  | 'malformed'
  /** What the other side is or wants cannot be served; `error` is an `RdpError` whose code says what. */
  | 'refused'
  /** The other side did not go on in time. */
  | 'timeout';
