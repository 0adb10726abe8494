/**
 * Takes the first line out of a pipe and leaves the rest in it, for who reads it afterwards. From then on the pipe alone does not
 * keep the program running.
 *
 * @returns the line without its end; what there is when the pipe ends before
 */
export async function firstLine(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk: Buffer | null = stream.read();
    if (chunk === null) {
      if (stream.readableEnded) break;
      await new Promise<void>((resolve) => {
        const go = () => {
          stream.off('readable', go);
          stream.off('end', go);
          resolve();
        };
        stream.on('readable', go);
        stream.on('end', go);
      });
      continue;
    }
    const end = chunk.indexOf('\n');
    if (end >= 0) {
      chunks.push(chunk.subarray(0, end));
      stream.unshift(chunk.subarray(end + 1));
      break;
    }
    chunks.push(chunk);
  }
  // A pipe that stays open would hold up the end of the program; a file has no such thing.
  stream.unref?.();
  return Buffer.concat(chunks).toString('utf8').replace(/\r$/, '');
}
