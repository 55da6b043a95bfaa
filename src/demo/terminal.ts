import { createInterface } from 'node:readline/promises';
import { type Cast, openCast, type Player, press, say } from './cast.js';
import type { Stage } from './stage.js';
import { acceptInvitation, inviteOffice } from './story.js';

const help = `Bạn là Lan, người dân. Gõ như trong Telegram rồi gõ số của nút để bấm:
  /start da-bac             theo dõi huyện Đà Bắc (you are Lan, a citizen: type as in Telegram, press buttons by number)
  :tomorrow                 vặn đồng hồ đến sáng mai (turn the clock to tomorrow 06:30)
  :official  /diembao       là văn phòng đã được mời (an official who was invited: the press review)
  :admin     /quantri       là Minh, chủ bot (the owner: the state of the service)
  :lan  :help  :quit
`;

/** A chat in the terminal: type as one of three people, press buttons by their number, turn the clock. */
export async function openTerminal(stage: Stage): Promise<void> {
  let isOpen = false;
  const print = (text: string) => isOpen && process.stdout.write(`${text}\n`);
  const cast = openCast(stage, print);
  await acceptInvitation(stage, cast, await inviteOffice(stage, cast));
  isOpen = true;
  print(help);
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
  if (!/^\d{1,3}$/.test(line)) return say(stage, cast, player, line);
  const place = placeOf(player, Number(line));
  if (place) await press(stage, cast, player, place);
  else process.stdout.write('Không có nút số này. (There is no such button.)\n');
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
