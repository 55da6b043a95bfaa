// What one would write first, as a process of its own: node peer.mjs <name> <api root> <chats> <rate>.
// Plain JavaScript, so that its memory holds no compiler.
import { autoRetry } from '@grammyjs/auto-retry';
import { apiThrottler } from '@grammyjs/transformer-throttler';
import { Api } from 'grammy';
import PQueue from 'p-queue';

const [name, apiRoot, chatsArgument, rateArgument] = process.argv.slice(2);
const chats = Number(chatsArgument);
const rate = Number(rateArgument);
const api = new Api('900000001:loopback-only-token-of-the-bench', { apiRoot });
const text = 'Bà con tranh thủ thời tiết ấm để làm đất, chuẩn bị giống và phân bón. '.repeat(20);

const send = (chat) => api.sendMessage(chat, text).catch(() => undefined);
const all = Array.from({ length: chats }, (_, index) => index + 1);
const throttle = () =>
  apiThrottler({
    global: { reservoir: rate, reservoirRefreshAmount: rate, reservoirRefreshInterval: 1000 },
  });

const recipes = {
  // One after the other.
  async sequential() {
    api.config.use(autoRetry());
    for (const chat of all) await send(chat);
  },
  // As many at once as a second allows, then the rest of the second.
  async batches() {
    api.config.use(autoRetry());
    for (let from = 0; from < chats; from += rate) {
      const began = performance.now();
      await Promise.all(all.slice(from, from + rate).map(send));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 - (performance.now() - began))));
    }
  },
  async throttler() {
    api.config.use(throttle());
    await Promise.all(all.map(send));
  },
  async 'throttler+retry'() {
    api.config.use(throttle());
    api.config.use(autoRetry());
    await Promise.all(all.map(send));
  },
  async 'p-queue'() {
    api.config.use(autoRetry());
    const queue = new PQueue({ interval: 1000, intervalCap: rate });
    await queue.addAll(all.map((chat) => () => send(chat)));
  },
};
await recipes[name]();
process.exit(0);
