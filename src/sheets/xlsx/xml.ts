import { SaxesParser } from 'saxes';
import { EtlError } from '../../base/errors.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What is done with the XML of a part as it comes; names are without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** A text of a cell has at most 32,767 characters; what is far longer than that would fill the memory. */
const LONGEST_PIECE = 16 * 1024 * 1024;

/**
 * Reads the XML of a part, chunk by chunk, and gives back control after each. It has to be well-formed; a document type
 * is refused, so that no entity but XML's own five is ever replaced. Throws EtlError `source/broken-workbook`.
 */
export async function* readXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  { part, location }: { readonly part: string; readonly location: string },
): AsyncGenerator<void, void> {
  const parser = new SaxesParser({ position: false });
  let held = 0;
  parser.on('doctype', () => {
    throw new Error('it has a document type, which a workbook never has');
  });
  parser.on('opentag', ({ name, attributes }) => handler.open(localName(name), attributes as Attributes));
  parser.on('closetag', ({ name }) => handler.close(localName(name)));
  parser.on('text', (text) => {
    held = 0;
    handler.text(text);
  });
  parser.on('cdata', (text) => handler.text(text));
  const guarded = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      if (error instanceof EtlError) throw error;
      throw new EtlError('source/broken-workbook', { location, part, reason: reasonOf(error) }, { cause: error });
    }
  };
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    guarded(() => {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      const text = decoder.decode(chunk, { stream: true });
      held = text.includes('<') ? text.length : held + text.length;
      if (held > LONGEST_PIECE) throw new Error('it has a text that never ends');
      parser.write(text);
    });
    yield;
  }
  guarded(() => {
    parser.write(decoder?.decode() ?? '');
    parser.close();
  });
}

/** Reads the XML of a part that is small. */
export async function readWholeXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  of: { readonly part: string; readonly location: string },
): Promise<void> {
  for await (const _ of readXml(chunks, handler, of)) continue;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function encodingOf(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  return chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return message.replace(/\.$/, '').slice(0, 200);
}
