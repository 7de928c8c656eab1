// Writes RATE lines of 90 bytes a second, SECONDS long; each begins with its time, in ms since the epoch.
const rate = Number(process.env.RATE);
const total = rate * Number(process.env.SECONDS);
const padding = 'x'.repeat(75);
const startedAt = performance.now();
let written = 0;
const timer = setInterval(() => {
  const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate));
  const stamp = (performance.timeOrigin + performance.now()).toFixed(0);
  process.stdout.write(`${stamp} ${padding}\n`.repeat(due - written));
  written = due;
  if (written === total) clearInterval(timer);
}, 10);
