/**
 * Picture codecs of RDP, encoder and decoder, a file a codec.
 *
 * @packageDocumentation
 */
export {};
