import { createInterface } from 'node:readline/promises';
import { type Cast, openCast, type Player, press, say } from './cast.js';
import type { Stage } from './stage.js';

const help = `Gõ như trong Telegram, ví dụ: /start da-bac, rồi gõ số của nút để bấm.
  :lan  :official  :admin   đổi người
  :tomorrow                 vặn đồng hồ đến sáng mai 06:30
  :help  :quit
`;

/** A chat in the terminal: type as one of three people, press buttons by their number, turn the clock. */
export async function openTerminal(stage: Stage): Promise<void> {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  const cast = openCast(stage, print);
  print(help);
  print(
    `Minh có thể nhận quyền quản trị (:admin): /start ${new URL(stage.claimLink).searchParams.get('start')}`,
  );
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  let player: Player = cast.lan;
  lines.setPrompt(`${player.name}> `);
  lines.prompt();
  for await (const typed of lines) {
    const line = typed.trim();
    if (line === ':quit') break;
    const other = Object.values({ lan: cast.lan, official: cast.official, admin: cast.admin }).find(
      ({ key }) => `:${key}` === line,
    );
    if (other) player = other;
    else if (line === ':tomorrow') {
      await stage.tomorrow();
      cast.show();
    } else if (line.startsWith(':')) print(help);
    else if (line) await act(stage, cast, player, line);
    lines.setPrompt(`${player.name}> `);
    lines.prompt();
  }
  lines.close();
}

async function act(stage: Stage, cast: Cast, player: Player, line: string): Promise<void> {
  const number = /^\d{1,3}$/.test(line) ? Number(line) : 0;
  const place = number > 0 ? placeOf(player, number) : undefined;
  if (place) await press(stage, cast, player, place);
  else await say(stage, cast, player, line);
}

/** Where the button with this number stands in the newest message that has buttons. */
function placeOf(player: Player, number: number): { row: number; column: number } | undefined {
  const rows = player.person.messages.findLast((message) => message.buttons.length > 0)?.buttons ?? [];
  let left = number;
  for (const [row, buttons] of rows.entries()) {
    if (left <= buttons.length) return { row, column: left - 1 };
    left -= buttons.length;
  }
  return undefined;
}
