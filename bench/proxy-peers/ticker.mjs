// Writes 20,000 lines of 90 bytes each second, evenly.
const LINES_PER_MS = 20;
const line = `${'x'.repeat(89)}\n`;
const startedAt = performance.now();
let written = 0;
setInterval(() => {
  const due = Math.floor((performance.now() - startedAt) * LINES_PER_MS);
  process.stdout.write(line.repeat(due - written));
  written = due;
}, 10);
