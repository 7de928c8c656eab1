// Edit this line while the page is open: it changes without a reload.
export const title = 'Hello from Vite';
