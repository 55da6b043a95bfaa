// The least that a bot does: the same library and runner, every answer from memory: node peer.mjs <api root>.
import { run, sequentialize } from '@grammyjs/runner';
import { Bot } from 'grammy';

const bot = new Bot('900000001:loopback-only-token-of-the-bench', { client: { apiRoot: process.argv[2] } });
const text = 'Bà con tranh thủ thời tiết ấm để làm đất, chuẩn bị giống và phân bón. '.repeat(8);
const inline_keyboard = Array.from({ length: 6 }, (_, row) =>
  Array.from({ length: 2 }, (_, column) => ({ text: `Huyện ${row}.${column}`, callback_data: `${row}${column}` })),
);
bot.use(sequentialize((ctx) => String(ctx.chat?.id)));
bot.on('message', (ctx) => ctx.reply(text, { reply_markup: { inline_keyboard } }));
bot.on('callback_query', async (ctx) => {
  await ctx.editMessageText(text, { reply_markup: { inline_keyboard } });
  await ctx.answerCallbackQuery();
});
await bot.init();
run(bot);
