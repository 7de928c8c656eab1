import {ask} from './jobs.mjs';

await ask('create');
console.log('the table jobs is there');
