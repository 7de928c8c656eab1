/** Resolves with whether there is a screen, and so a browser that opens it. */
export async function openInBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!hasScreen(env)) return false;
  const {default: open} = await import('open');
  await open(url);
  return true;
}

/** Without one, what should open the browser would fail in silence. */
function hasScreen({DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME}: NodeJS.ProcessEnv): boolean {
  const isUnix = process.platform !== 'darwin' && process.platform !== 'win32';
  return !isUnix || Boolean(DISPLAY ?? WAYLAND_DISPLAY ?? WSL_DISTRO_NAME);
}
