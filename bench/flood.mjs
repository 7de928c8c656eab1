// Writes LINES lines of 90 bytes as fast as its output takes them, then notes how long that took.
import {writeFileSync, writeSync} from 'node:fs';

const lines = Number(process.env.LINES ?? 1_000_000);
const block = `${'x'.repeat(89)}\n`.repeat(1000);
const startedAt = performance.now();
for (let written = 0; written < lines; written += 1000) {
  let rest = Buffer.from(block);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
if (process.env.REPORT) writeFileSync(process.env.REPORT, String(performance.now() - startedAt));
