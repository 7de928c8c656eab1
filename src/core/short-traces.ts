/** Of JavaScript and the JVM. */
const FRAME = /^\s+at /;
const FRAME_OF_NODE = /^\s+at .*\bnode:/;
/** Of each call stack. */
const MAX_FRAMES = 3;

/** The lines without what would push the telling ones out of the last few: Node's own frames, and the deep ones. */
export function withShortTraces(lines: readonly string[]): readonly string[] {
  let depth = 0;
  return lines.filter(line => {
    if (!FRAME.test(line)) depth = 0;
    else if (FRAME_OF_NODE.test(line)) return false;
    else depth += 1;
    return depth <= MAX_FRAMES;
  });
}
