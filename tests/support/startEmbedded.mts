import { startOrAdopt } from '../../src/store/embedded.js';

// Run as a process of its own: `<dataDir> [stay]` prints 'ready' when the embedded database can be used.
const [dataDir, stay] = process.argv.slice(2);
await startOrAdopt(dataDir!, { idleSeconds: 20 });
console.log('ready');
if (stay) setInterval(() => undefined, 1_000_000);
