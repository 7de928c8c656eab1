// Does a job every two seconds and tells the API.
const url = `${process.env.API_URL}/jobs`;

async function work() {
  try {
    const {jobs} = await (await fetch(url, {method: 'POST'})).json();
    console.log(`job ${jobs} done`);
  } catch (error) {
    console.error(`no answer from ${url}: ${error.cause?.code ?? error.message}`);
  }
}

setInterval(() => void work(), 2000);
console.log('waiting for work');
process.on('SIGTERM', () => {
  console.log('bye');
  process.exit();
});
