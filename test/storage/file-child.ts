/** What another process does with a storage: `count` adds 20 to count.json, `hold` and `take` want a lock. */
import { FileStorage } from '../../src/storage/file.ts';

const [what, root = ''] = process.argv.slice(2);
const storage = new FileStorage(root);

if (what === 'count') {
  for (let done = 0; done < 20;) {
    const now = await storage.read('count.json');
    const next = Buffer.from(String(Number(now?.bytes.toString()) + 1));
    if (now && (await storage.write('count.json', next, now.etag))) done += 1;
  }
} else {
  try {
    await storage.lock('index.json.lock');
    process.stdout.write('taken');
    // Alive, and so a holder, until all others have tried; or until it is killed.
    setTimeout(() => {}, what === 'hold' ? 60_000 : 3000);
  } catch (error) {
    process.stdout.write((error as { code: string }).code);
  }
}
