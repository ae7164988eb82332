/** What every storage promises: run on each kind, on real folders and a real blob service. */
import { describe, expect, test } from 'vitest';
import type { Storage } from '../../src/contracts/storage.ts';

async function bytesOf(storage: Storage, path: string): Promise<Buffer> {
  const opened = await storage.open(path);
  if (!opened) throw new Error(`${path} is not there`);
  const chunks: Buffer[] = [];
  for await (const chunk of opened.stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** In pieces of very different sizes, each in the memory of the one before it. */
function* piecesOf(bytes: Buffer): Generator<Buffer, void> {
  const memory = Buffer.alloc(5_000_000);
  for (let at = 0, size = 1; at < bytes.length; size = (size * 7) % memory.length) {
    const end = Math.min(bytes.length, at + Math.max(1, size));
    const piece = memory.subarray(0, end - at);
    bytes.copy(piece, 0, at, end);
    yield piece;
    at = end;
  }
}

/** `make` gives two storages of one new place, as two runs would have. */
export function storageContract(name: string, make: () => Promise<readonly [Storage, Storage]>): void {
  describe(`storage: ${name}`, () => {
    test('what was written is read back, whole and as a stream, under one ETag', async () => {
      const [storage] = await make();
      const written = await storage.write('raw/é n°1.json', Buffer.from('{"a": "é"}'));
      const read = await storage.read('raw/é n°1.json');
      expect(read?.bytes.toString()).toBe('{"a": "é"}');
      expect(read?.size).toBe(11);
      expect(read?.etag).toBe(written?.etag);
      expect(Math.abs((read?.modified.getTime() ?? 0) - Date.now())).toBeLessThan(600_000);
      const opened = await storage.open('raw/é n°1.json');
      expect(opened?.etag).toBe(written?.etag);
      opened?.stream.destroy();
      expect((await bytesOf(storage, 'raw/é n°1.json')).toString()).toBe('{"a": "é"}');
    });

    test('what is not there is null', async () => {
      const [storage] = await make();
      expect(await storage.open('no/such.csv')).toBeNull();
      expect(await storage.read('no/such.csv')).toBeNull();
    });

    test('an empty file is a file', async () => {
      const [storage] = await make();
      await storage.write('empty', Buffer.alloc(0));
      expect(await storage.read('empty')).toMatchObject({ size: 0, bytes: Buffer.alloc(0) });
      expect(await bytesOf(storage, 'empty')).toEqual(Buffer.alloc(0));
    });

    test('30 MB go in and out unchanged', async () => {
      const [storage] = await make();
      const bytes = Buffer.alloc(30 * 1024 * 1024);
      for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 0, at);
      await storage.write('big.bin', bytes);
      expect((await storage.read('big.bin'))?.bytes.equals(bytes)).toBe(true);
      expect((await bytesOf(storage, 'big.bin')).equals(bytes)).toBe(true);
    });

    test('30 MB go in and out chunk by chunk, in pieces of any size', async () => {
      const [storage] = await make();
      const bytes = Buffer.alloc(30 * 1024 * 1024 + 7);
      for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 0, at);
      const written = await storage.writeThrough('big.bin', piecesOf(bytes), 'none');
      const whole = await storage.read('big.bin');
      expect(whole?.bytes.equals(bytes)).toBe(true);
      const pieces: Buffer[] = [];
      const read = await storage.readThrough('big.bin', (piece) => void pieces.push(Buffer.from(piece)));
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
      expect([read?.etag, whole?.etag, read?.size]).toEqual([written?.etag, written?.etag, bytes.length]);
      expect(await storage.readThrough('no/such', () => {})).toBeNull();
    });

    test.each([0, 5, 20 * 1024 * 1024])('%i bytes chunk by chunk, only where the ETag still holds', async (size) => {
      const [mine, theirs] = await make();
      const bytes = (fill: number): Buffer => Buffer.alloc(size, fill);
      const first = await mine.writeThrough('index.json', piecesOf(bytes(1)), 'none');
      expect(await theirs.writeThrough('index.json', piecesOf(bytes(2)), 'none')).toBeNull();
      const second = await theirs.writeThrough(
        'index.json',
        piecesOf(Buffer.concat([bytes(3), Buffer.from('!')])),
        first?.etag,
      );
      expect(second).not.toBeNull();
      expect(await mine.writeThrough('index.json', piecesOf(bytes(4)), first?.etag)).toBeNull();
      expect(await mine.read('index.json')).toMatchObject({ etag: second?.etag, size: size + 1 });
      expect(await mine.writeThrough('gone.json', piecesOf(bytes(5)), first?.etag)).toBeNull();
      expect(await mine.read('gone.json')).toBeNull();
      expect(await mine.writeThrough('index.json', piecesOf(bytes(6)))).not.toBeNull();
      expect((await theirs.read('index.json'))?.bytes.equals(bytes(6))).toBe(true);
    });

    test('what reads a file through may stop it', async () => {
      const [storage] = await make();
      await storage.write('a', Buffer.from('a'));
      const stop = new Error('enough');
      const stopped = storage.readThrough('a', () => {
        throw stop;
      });
      await expect(stopped).rejects.toBe(stop);
      expect(await storage.write('a', Buffer.from('b'))).not.toBeNull();
    });

    test('a write happens only where the ETag still holds', async () => {
      const [mine, theirs] = await make();
      const first = await mine.write('index.json', Buffer.from('1'), 'none');
      expect(first).not.toBeNull();
      expect(await theirs.write('index.json', Buffer.from('2'), 'none')).toBeNull();
      const second = await theirs.write('index.json', Buffer.from('2'), first?.etag);
      expect(second).not.toBeNull();
      expect(await mine.write('index.json', Buffer.from('3'), first?.etag)).toBeNull();
      expect((await mine.read('index.json'))?.bytes.toString()).toBe('2');
      expect(await mine.write('gone.json', Buffer.from('3'), first?.etag)).toBeNull();
      expect(await mine.read('gone.json')).toBeNull();
      expect((await mine.read('index.json'))?.etag).toBe(second?.etag);
    });

    test('of many that write on one ETag, one gets through', async () => {
      const [mine, theirs] = await make();
      const race = async (expected: string): Promise<string> => {
        const tries = Array.from({ length: 10 }, async (_unused, n) => {
          const text = `${expected} ${n}`;
          const written = await (n % 2 ? mine : theirs).write('race.json', Buffer.from(text), expected);
          return written ? text : undefined;
        });
        const winners = (await Promise.all(tries)).filter((one) => one !== undefined);
        expect(winners).toHaveLength(1);
        const read = await mine.read('race.json');
        expect(read?.bytes.toString()).toBe(winners[0]);
        return read?.etag as string;
      };
      const etag = await race('none');
      await race(etag);
    });

    test('bytes are added to the file that is meant, and to no other', async () => {
      const [mine, theirs] = await make();
      const append = (text: string, size: number): unknown => mine.append?.('log', Buffer.from(text), size);
      expect(await append('a', 0)).toBe(false);
      expect(await mine.append?.('no/such/log', Buffer.from('a'), 0)).toBe(false);
      expect(await mine.read('log')).toBeNull();
      await mine.write('log', Buffer.from('a\n'));
      expect(await append('b\n', 2)).toBe(true);
      expect(await append('c\n', 4)).toBe(true);
      expect((await theirs.read('log'))?.bytes.toString()).toBe('a\nb\nc\n');
      await theirs.write('log', Buffer.from('another\n'));
      expect(await append('d\n', 6)).toBe(false);
      expect((await theirs.read('log'))?.bytes.toString()).toBe('another\n');
      expect(await append('e\n', 8)).toBe(true);
      await mine.writeThrough('log', [Buffer.from('anew\n')]);
      expect(await append('f\n', 5)).toBe(true);
      expect((await theirs.read('log'))?.bytes.toString()).toBe('anew\nf\n');
    });

    test('a lock is held by one, given back, and taken again', async () => {
      const [mine, theirs] = await make();
      const lock = await mine.lock('raw/index.json.lock');
      expect(lock.isLost).toBe(false);
      await expect(theirs.lock('raw/index.json.lock')).rejects.toMatchObject({
        code: 'run/locked',
        exitCode: 5,
        args: { by: expect.stringContaining(`process ${process.pid} on `), since: expect.stringContaining('T') },
      });
      const other = await theirs.lock('raw/other.lock');
      await lock.release();
      await lock.release();
      const again = await theirs.lock('raw/index.json.lock');
      await lock.release();
      await expect(mine.lock('raw/index.json.lock')).rejects.toMatchObject({ code: 'run/locked' });
      await again.release();
      await other.release();
    });

    test('of many that want a lock, one gets it', async () => {
      const [mine, theirs] = await make();
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, (_unused, n) => (n % 2 ? mine : theirs).lock('race.lock')),
      );
      expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
      const refused = tries.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown);
      expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'run/locked' })));
      for (const one of tries) if (one.status === 'fulfilled') await one.value.release();
      await (await mine.lock('race.lock')).release();
    });

    test('the index can be read and written by others while its lock is held', async () => {
      const [mine, theirs] = await make();
      const lock = await mine.lock('index.json.lock');
      await theirs.write('index.json', Buffer.from('{}'));
      expect((await mine.read('index.json'))?.bytes.toString()).toBe('{}');
      await lock.release();
    });

    test.each([
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a\0b',
      '',
      'a//b',
      './a',
      'a/.',
      'C:/x',
      'a\\..\\b',
      'a\nb',
      'x'.repeat(2000),
    ])('the path %j is refused', async (path) => {
      const [storage] = await make();
      const refused = { code: 'storage/bad-path', exitCode: 2 };
      await expect(storage.open(path)).rejects.toMatchObject(refused);
      await expect(storage.read(path)).rejects.toMatchObject(refused);
      await expect(storage.write(path, Buffer.from('x'))).rejects.toMatchObject(refused);
      await expect(storage.lock(path)).rejects.toMatchObject(refused);
    });

    test.each(['%2e%2e/x', 'a?b=c&d', 'a#b', '__proto__', 'with blank', '…', 'a+b%20c'])(
      '%j is a name like others',
      async (path) => {
        const [storage] = await make();
        await storage.write(path, Buffer.from(path));
        expect((await storage.read(path))?.bytes.toString()).toBe(path);
      },
    );
  });
}
