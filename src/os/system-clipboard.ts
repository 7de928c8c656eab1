import {spawn} from 'node:child_process';

type CopyCommand = readonly [file: string, ...args: string[]];

/** The first that is installed is taken; each reads what it copies from standard input. */
const X11: readonly CopyCommand[] = [
  ['xclip', '-selection', 'clipboard'],
  ['xsel', '--clipboard', '--input'],
];

/** One that waits for a display that does not answer is given up. */
const PATIENCE_MS = 2000;

/** Puts `text` on the clipboard of the desktop, where prox runs on one. Resolves with whether that was done. */
export async function copyToSystem(text: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  for (const command of commandsFor(env)) if (await succeeds(command, {text, env})) return true;
  return false;
}

/** Over ssh the desktop is another machine: only its terminal reaches that. */
function commandsFor(env: NodeJS.ProcessEnv): readonly CopyCommand[] {
  if (env['SSH_CONNECTION']) return [];
  if (process.platform === 'darwin') return [['pbcopy']];
  if (env['WSL_DISTRO_NAME']) return [['clip.exe']];
  return [
    ...(env['WAYLAND_DISPLAY'] ? [['wl-copy'] as const] : []),
    ...(env['DISPLAY'] ? X11 : []),
  ];
}

async function succeeds(
  [file, ...args]: CopyCommand,
  {text, env}: {readonly text: string; readonly env: NodeJS.ProcessEnv},
): Promise<boolean> {
  // What they start to serve the clipboard inherits neither our terminal nor a pipe of ours.
  const child = spawn(file, args, {env, stdio: ['pipe', 'ignore', 'ignore'], timeout: PATIENCE_MS});
  return new Promise(resolve => {
    child.once('error', () => resolve(false)); // it is not installed
    child.once('exit', code => resolve(code === 0));
    child.stdin.on('error', () => undefined); // it has ended before it read: its exit tells
    child.stdin.end(text);
  });
}
