// `npm run generate`, in the root of the repository: makes anew what is derived from the source.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {GENERATED_FILES} from './tables.ts';

for (const {path, render} of GENERATED_FILES) {
  writeFileSync(path, render(existsSync(path) ? readFileSync(path, 'utf8') : ''));
}
