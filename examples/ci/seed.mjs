// What the tests begin with.
import {mkdir, writeFile} from 'node:fs/promises';

const dir = new URL('.data/', import.meta.url);
await mkdir(dir, {recursive: true});
await writeFile(new URL('items.json', dir), JSON.stringify([{id: 1}]));
console.log('1 item written');
