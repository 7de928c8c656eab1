import {title} from './title.js';

show('title', title);
import.meta.hot?.accept('./title.js', changed => show('title', changed.title));

const greeting = await fetch('/api/greeting');
show('greeting', await greeting.text());

const ticks = new EventSource('/api/ticks');
ticks.addEventListener('message', event => show('ticks', event.data));

const echo = new WebSocket(`${location.origin.replace('http', 'ws')}/api/echo`);
echo.addEventListener('open', () => echo.send('anyone there?'));
echo.addEventListener('message', event => show('echo', event.data));

function show(id, text) {
  document.querySelector(`#${id}`).textContent = text;
}
